namespace NeuronDsl.Models;

/// <summary>
/// The iterative leaky integrate-and-fire neuron that learns its leakage. Yin et al. (2024), Neuromorph. Comput. Eng. 4:034009,
/// arXiv:2403.16674, with the learnable decay of Zheng et al. (2024), Nat. Commun. 15:277, doi:10.1038/s41467-023-44614-z.
/// </summary>
/// <remarks>
/// <code>
/// u[t] = KTau u[t-1] (1 - ResetStrength o[t-1]) + x[t],  KTau = sigmoid(a)
/// o[t] = 1 where u[t] >= Threshold
/// </code>
/// <para>The sigmoid keeps the decay between 0 and 1 whatever the optimiser does. Tasks with a long delay, such as the delayed exclusive or, need a
/// decay near 1: a = 4 gives 0.982. With x = 0.2 and 20 steps it fires at every third step, without reset at every step from the third; with a = 4
/// even x = 0.02 is gathered to a spike, every 33 steps.</para>
/// <para>Given one a per neuron, drawn from U(0, 4), it is the initialisation of the second publication.</para>
/// </remarks>
[Neuron]
public partial class LearnableIterativeLif
{
    /// <summary>The decay before the sigmoid.</summary>
    [Parameter(Learnable = true), Unit("1")] public float a = 2f;

    /// <summary>1 resets to zero, 0 does not reset.</summary>
    [Parameter, Range(0, 1), Unit("1")] public float ResetStrength = 1f;

    /// <summary>Threshold, and half width of the surrogate's window.</summary>
    [Parameter, Unit("1")] public float Threshold = 0.5f, Width = 0.5f;

    /// <summary>Membrane potential.</summary>
    [State, Unit("1")] public float u;

    /// <summary>Weighted spikes of this step.</summary>
    [Input, Unit("1")] public float x;

    float KTau => Neural.Sigmoid(a);

    [Update(nameof(u))] float NextU => KTau * u + x;

    [Spike(Surrogate.Rectangle, 1)] bool Fires => u >= Threshold;

    [Margin] float WidthsAboveThreshold => (u - Threshold) / Width;

    [Reset] void Reset() => u = (1 - ResetStrength) * u;

    /// <summary>A spike leaves the potential as it is.</summary>
    public static LearnableIterativeLif WithoutReset => new() { ResetStrength = 0f };

    /// <summary>Starts with a decay of 0.982, for long delays.</summary>
    public static LearnableIterativeLif LongMemory => new() { a = 4f };
}
