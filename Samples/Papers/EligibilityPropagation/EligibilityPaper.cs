using System.Collections.Generic;
using PapersSample.Reproduction;

namespace PapersSample.EligibilityPropagation;

/// <summary>Van der Veen (2022): plasticity by spike times within eligibility propagation.</summary>
internal sealed class EligibilityPaper : Paper
{
    public override string Name => "eprop";

    public override string Title => "Spike-timing-dependent plasticity in eligibility propagation";

    public override string Description => "Plasticity by spike times from eligibility traces, exactness of the rule, and phones of speech learnt online by three kinds of neurons.";

    public override string Reference =>
        "W. van der Veen: Including STDP to eligibility propagation in multi-layer recurrent spiking neural networks. arXiv:2201.07602 (2022). Rule: Bellec et al., Nat. Commun. 11:3625 (2020); neurons: Traub et al., arXiv:2006.09988.";

    public override string Claims =>
        "Claim: neurons whose traces show plasticity by spike times classify phones better than ALIF neurons (48.3 against 58.4 % wrong frames of TIMIT), Izhikevich neurons hardly learn (93.5 %), and "
        + "one layer is better than two or three of as many neurons. In the public code the slope while refractory is +0.3 where the text says -0.3, and the pseudo-derivative of the Izhikevich neuron stays 0: "
        + "both signs are tried here, and the derivative is used. The corpus here is synthetic speech, which is easier: only the order can be compared.";

    public override IReadOnlyList<Part> Parts { get; } = [TimingPart.Part, ExactnessPart.Part, TuningPart.Part, SpeechPart.Part];

    public override int SeedsOf(Scale scale) => scale == Scale.Smoke ? 1 : 3;
}
