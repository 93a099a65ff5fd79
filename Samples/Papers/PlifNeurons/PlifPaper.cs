using System.Collections.Generic;
using PapersSample.Reproduction;

namespace PapersSample.PlifNeurons;

/// <summary>Fang et al. (2021): neurons that learn their time constant.</summary>
internal sealed class PlifPaper : Paper
{
    public override string Name => "plif";

    public override string Title => "Learnable membrane time constants";

    public override string Description => "Convolutional networks whose neurons learn their time constant, against fixed ones, on Fashion-MNIST.";

    public override string Reference => "W. Fang, Z. Yu, Y. Chen, T. Masquelier, T. Huang, Y. Tian: Incorporating learnable membrane time constant to enhance learning of spiking neural networks. ICCV 2021, arXiv:2007.05785.";

    public override string Claims =>
        "Claim: a learned membrane time constant, one for each layer, makes spiking networks learn faster and makes them insensitive to its initial value; deep "
        + "networks with a badly chosen fixed one do not learn at all; and max pooling keeps spikes binary at no cost. The publication trains networks of 128 and more "
        + "channels for 1024 epochs; here they are narrower and trained briefly, and its figures after the same number of epochs stand beside.";

    public override IReadOnlyList<Part> Parts { get; } = [TimeConstantPart.Part, DepthPart.Part, ControlPart.Part, FullSizePart.Fashion, FullSizePart.Published];

    public override int SeedsOf(Scale scale) => scale switch { Scale.Full => 3, Scale.Quick => 2, _ => 1 };
}
