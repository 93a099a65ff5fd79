namespace NeuronDsl.Interchange;

/// <summary>NIR's LIF as some frameworks discretise it: the decay of the exact solution and the gain of Euler's.</summary>
[Neuron(Targets = Target.Simulation)]
internal sealed partial class MixedLeakyNeuron
{
    /// <summary>What remains after a step, gain of the input in a step; the rest as in <see cref="LeakyNeuron"/>.</summary>
    [Parameter] public float Decay = 0, Gain = 1, VLeak = 0, VThreshold = 1, VReset = 0, Subtracts = 0;

    /// <summary>Membrane potential.</summary>
    [State] public float v;

    /// <summary>Input.</summary>
    [Input] public float x;

    [Update(nameof(v))] float NextV => Decay * v + (1 - Decay) * VLeak + Gain * x;

    [Spike] bool Fires => v > VThreshold;

    [Reset] void Reset() => v = Subtracts > 0 ? v - VThreshold : VReset;
}
