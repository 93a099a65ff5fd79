namespace NeuronDsl.Models;

/// <summary>
/// The discrete leaky integrate-and-fire neuron with a fixed time constant, the baseline of the parametric one.
/// Fang et al. (2021), ICCV, 2661-2671, doi:10.1109/ICCV48922.2021.00266, arXiv:2007.05785.
/// </summary>
/// <remarks>
/// <code>
/// v[t] = v[t-1] + (x[t] - (v[t-1] - VReset)) / Tau
/// v[t] >= VTh: spike, v[t] := VReset
/// </code>
/// <para>The input is divided by Tau too: a constant input of x makes v head for VReset + x. With x = 1.5 it fires at every second step, with Tau =
/// 16 at every 18th.</para>
/// <para>Tau counts steps.</para>
/// </remarks>
[Neuron]
public partial class DiscreteLif
{
    /// <summary>Membrane time constant in steps, above 1.</summary>
    [Parameter, Unit("1")] public float Tau = 2f;

    /// <summary>Threshold and reset.</summary>
    [Parameter, Unit("1")] public float VTh = 1f, VReset = 0f;

    /// <summary>Membrane potential.</summary>
    [State, Unit("1")] public float v;

    /// <summary>Weighted spikes of this step.</summary>
    [Input, Unit("1")] public float x;

    [Update(nameof(v))] float NextV => v + (x - (v - VReset)) / Tau;

    [Spike(Surrogate.ATan, 2)] bool Fires => v >= VTh;

    [Reset(Detach = true)] void Reset() => v = VReset;

    /// <summary>A time constant of 16 steps, with which the publication's deeper networks fail to learn unless it is learnable.</summary>
    public static DiscreteLif SlowMembrane => new() { Tau = 16f };
}
