using System.Collections.Generic;
using PapersSample.Reproduction;

namespace PapersSample.Regression;

/// <summary>De Florio, Kahana and Karniadakis (2024): do membranes closer to biology regress better, and with fewer spikes?</summary>
internal sealed class RegressionPaper : Paper
{
    public override string Name => "regression";

    public override string Title => "Regression with biologically plausible membranes";

    public override string Description => "LIF, FitzHugh-Nagumo, Izhikevich and Hodgkin-Huxley membranes, by Euler and Runge-Kutta, as features for function regression.";

    public override string Reference => "M. De Florio, A. Kahana, G. E. Karniadakis: Analysis of biologically plausible neuron models for regression with spiking neural networks. arXiv:2401.00369.";

    public override string Claims =>
        "Claim: membrane models that are closer to biology (Izhikevich, Hodgkin-Huxley) regress functions with a lower error and fewer spikes than leaky "
        + "integrate-and-fire, at a higher cost a step. The publication's constants, sizes, functions, noise and tables of results are not known here; "
        + "its architecture is (triangular code, dense synapse, one layer of membranes, dense synapse trained), and is filled in with textbook constants.";

    public override IReadOnlyList<Part> Parts { get; } = [Numerics.Part, Comparison.Part];
}
