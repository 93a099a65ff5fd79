using System.Collections.Generic;
using PapersSample.Reproduction;

namespace PapersSample.VariableSpikes;

/// <summary>Garg and Chakraborty (2023): spikes that carry a value.</summary>
internal sealed class VariableSpikesPaper : Paper
{
    public override string Name => "vsn";

    public override string Title => "Variable spiking neurons";

    public override string Description => "Spikes that carry a value: regression and classification against conventional and leaky spiking networks, and what less activity costs.";

    public override string Reference => "S. Garg, S. Chakraborty: Neuroscience inspired scientific machine learning (Part-1): Variable spiking neuron for regression. arXiv:2311.09267.";

    public override string Claims =>
        "Claim: a neuron whose leaky memory decides whether to fire, and whose spike carries the presynaptic value, regresses far better than leaky "
        + "spiking neurons and close to a conventional network, while few of the units send; a spiking loss lowers activity further. The publication's "
        + "data sets, widths and tables are not known here: the neuron, its initial values and its loss are, and the tasks are stand-ins.";

    public override IReadOnlyList<Part> Parts { get; } = [RegressionPart.Part, ClassificationPart.Part, PenaltyPart.Part, ControlPart.Part];
}
