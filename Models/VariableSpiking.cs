namespace NeuronDsl.Models;

/// <summary>
/// The variable spiking neuron: a leaky memory decides whether to fire, the presynaptic value decides what is sent.
/// Garg and Chakraborty (2023), arXiv:2311.09267.
/// </summary>
/// <remarks>
/// <code>
/// m[t] = Beta m[t-1] + z[t]
/// m[t] >= Threshold: sends z[t], m[t] := 0;  otherwise sends 0
/// </code>
/// <para>Known for regression at a fraction of the activity: a graded spike carries the value that a train of unit spikes would need many steps
/// for. With z = 0.2 it sends 0, 0, 0.2, 0, 0, 0.2.</para>
/// <para>phi, a continuous function with phi(0) = 0 that the publication applies to what is sent, is the identity here; with a rectifier behind the
/// layer and a threshold that is always exceeded, the network is the dense one. The publication learns Beta and Threshold per neuron.</para>
/// </remarks>
[Neuron]
public partial class VariableSpiking
{
    /// <summary>What remains of the memory after one step.</summary>
    [Parameter(Learnable = true), Range(0, 1), Unit("1")] public float Beta = 0.9f;

    /// <summary>Threshold.</summary>
    [Parameter(Learnable = true), Unit("1")] public float Threshold = 0.5f;

    /// <summary>Memory.</summary>
    [State, Unit("1")] public float m;

    /// <summary>Presynaptic value.</summary>
    [Input, Unit("1")] public float z;

    [Update(nameof(m))] float NextM => Beta * m + z;

    [Spike(Surrogate.FastSigmoid, 25)] bool Fires => m >= Threshold;

    [Output] float Y => Fires ? z : 0;

    [Reset] void Reset() => m = 0;
}
