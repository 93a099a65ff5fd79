namespace NeuronDsl.Models;

/// <summary>
/// The iterative leaky integrate-and-fire neuron whose leakage and reset can be taken away one by one.
/// Yin et al. (2024), Neuromorph. Comput. Eng. 4:034009, arXiv:2403.16674; Wu et al. (2018), Front. Neurosci. 12:331, doi:10.3389/fnins.2018.00331.
/// </summary>
/// <remarks>
/// <code>
/// u[t] = KTau u[t-1] (1 - ResetStrength o[t-1]) + x[t]
/// o[t] = 1 where u[t] >= Threshold
/// </code>
/// <para>The presets are the variants of the publication; recurrence belongs to the network. Threshold 0.5 and window 0.5 are its settings for
/// temporal tasks, 0.3 and 0.25 those for spatial ones (<see cref="Spatial"/>).</para>
/// <para>With x = 0.3 and 20 steps the baseline fires 6 times (every third step), without leakage 10 times, with complete leakage never, without
/// reset 18 times (at every step from the third), without both 19 times: reset is what keeps the rate low.</para>
/// <para>The surrogate is the rectangle 1 / (2 Width) where |u - Threshold| is below Width. The margin is counted in widths, so that the width is a
/// parameter. The publication does not state KTau; 0.5 lies in the middle of what its authors use elsewhere.</para>
/// </remarks>
[Neuron]
public partial class IterativeLif
{
    /// <summary>What remains of the potential after one step: 1 is no leakage, 0 complete leakage.</summary>
    [Parameter, Range(0, 1), Unit("1")] public float KTau = 0.5f;

    /// <summary>1 resets to zero, 0 does not reset.</summary>
    [Parameter, Range(0, 1), Unit("1")] public float ResetStrength = 1f;

    /// <summary>Threshold, and half width of the surrogate's window.</summary>
    [Parameter, Unit("1")] public float Threshold = 0.5f, Width = 0.5f;

    /// <summary>Membrane potential.</summary>
    [State, Unit("1")] public float u;

    /// <summary>Weighted spikes of this step.</summary>
    [Input, Unit("1")] public float x;

    [Update(nameof(u))] float NextU => KTau * u + x;

    [Spike(Surrogate.Rectangle, 1)] bool Fires => u >= Threshold;

    [Margin] float WidthsAboveThreshold => (u - Threshold) / Width;

    [Reset] void Reset() => u = (1 - ResetStrength) * u;

    /// <summary>V2: the potential is never forgotten.</summary>
    public static IterativeLif WithoutLeakage => new() { KTau = 1f };

    /// <summary>V3: the potential is forgotten at every step.</summary>
    public static IterativeLif CompleteLeakage => new() { KTau = 0f };

    /// <summary>V4: a spike leaves the potential as it is.</summary>
    public static IterativeLif WithoutReset => new() { ResetStrength = 0f };

    /// <summary>V6, in a recurrent network: neither leakage nor reset.</summary>
    public static IterativeLif WithoutLeakageAndReset => new() { KTau = 1f, ResetStrength = 0f };

    /// <summary>The baseline with the threshold and window of spatial and spatio-temporal tasks.</summary>
    public static IterativeLif Spatial => new() { Threshold = 0.3f, Width = 0.25f };
}
