namespace NeuronDsl.Models;

/// <summary>
/// The parametric leaky integrate-and-fire neuron: the membrane time constant is learned.
/// Fang et al. (2021), ICCV, 2661-2671, doi:10.1109/ICCV48922.2021.00266, arXiv:2007.05785.
/// </summary>
/// <remarks>
/// <code>
/// v[t] = v[t-1] + k (x[t] - (v[t-1] - VReset)),  k = 1 / tau = sigmoid(a)
/// v[t] >= VTh: spike, v[t] := VReset
/// </code>
/// <para>Known for learning from any initial time constant: tau = 1 + exp(-a) starts at 2 (<see cref="Plif"/>) or 16 (<see cref="SlowMembrane"/>)
/// and ends near the same value. With x = 1.5 it fires at every second step, with tau = 16 at every 18th, as <see cref="DiscreteLif"/> does.</para>
/// <para>One a per layer in the publication, which is a shared parameter. The spike is detached in the reset, as in all its published runs.</para>
/// </remarks>
[Neuron]
public partial class Plif
{
    /// <summary>Inverse time constant before the sigmoid: -ln(tau - 1).</summary>
    [Parameter(Learnable = true), Unit("1")] public float a = 0f;

    /// <summary>Threshold and reset.</summary>
    [Parameter, Unit("1")] public float VTh = 1f, VReset = 0f;

    /// <summary>Membrane potential.</summary>
    [State, Unit("1")] public float v;

    /// <summary>Weighted spikes of this step.</summary>
    [Input, Unit("1")] public float x;

    float K => Neural.Sigmoid(a);

    [Update(nameof(v))] float NextV => v + K * (x - (v - VReset));

    [Spike(Surrogate.ATan, 2)] bool Fires => v >= VTh;

    [Reset(Detach = true)] void Reset() => v = VReset;

    /// <summary>Starts at tau = 16 steps: a = -ln 15.</summary>
    public static Plif SlowMembrane => new() { a = -2.7080502f };
}
