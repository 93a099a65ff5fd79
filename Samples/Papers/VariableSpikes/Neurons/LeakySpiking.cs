using NeuronDsl;

namespace PapersSample.VariableSpikes.Neurons;

/// <summary>The memory of the variable spiking neuron with spikes of one: m[t] = Beta m[t-1] + z[t], reset to zero where it fires.</summary>
[Neuron(Targets = Target.Training)]
public partial class LeakySpiking
{
    /// <summary>What remains of the memory after a step.</summary>
    [Parameter(Learnable = true)] public float Beta = 0.9f;

    /// <summary>Threshold.</summary>
    [Parameter(Learnable = true)] public float Threshold = 0.5f;

    /// <summary>Memory.</summary>
    [State] public float m;

    /// <summary>Presynaptic value.</summary>
    [Input] public float z;

    [Update(nameof(m))] float NextM => Beta * m + z;

    [Spike(Surrogate.FastSigmoid, 25)] bool Fires => m >= Threshold;

    [Reset] void Reset() => m = 0;
}
