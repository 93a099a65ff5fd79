using System;
using NeuronDsl;

namespace PapersSample.HiddenLayers;

/// <summary>
/// Keeps the drive that training finds between -1 and 4 rheobases, as the reversal potentials of synapses would: beyond, the rate functions of Hodgkin
/// and Huxley are so fast that no explicit solver follows. Without memory; its only state is what it sends.
/// </summary>
[Neuron(Targets = Target.Training)]
public partial class SaturatingSynapse
{
    /// <summary>Half the range, and its middle, rheobases.</summary>
    [Parameter] public double HalfRange = 2.5, Middle = 1.5;

    /// <summary>The drive.</summary>
    [State] public double drive;

    /// <summary>The weighted sum.</summary>
    [Input] public double x;

    [Update(nameof(drive))] double Next => Middle + HalfRange * Math.Tanh(x / HalfRange);

    [Output] double Drive => drive;
}
