namespace NeuronDsl.Models;

/// <summary>
/// The discrete leaky integrate-and-fire neuron with a soft reset: a spike subtracts the threshold, and what exceeded it is kept.
/// Rueckauer et al. (2017), Front. Neurosci. 11:682, doi:10.3389/fnins.2017.00682; Eshraghian et al. (2023), Proc. IEEE 111:1016,
/// doi:10.1109/JPROC.2023.3308088.
/// </summary>
/// <remarks>
/// <code>
/// u[t] = Beta u[t-1] + x[t]
/// u[t] >= Threshold: spike, u[t] := u[t] - Threshold
/// </code>
/// <para>Known for losing nothing: with Beta = 1 the rate is the mean input over the threshold, up to one spike, which is what the conversion of
/// trained networks to spiking ones rests on. Without leakage x = 0.3125 gives 31 spikes in 100 steps; with Beta = 0.9 x = 0.3 gives 25, every
/// fourth step.</para>
/// <para>The reset takes place within the step of the spike. The second source delays it by one step and fires on a strict inequality.</para>
/// </remarks>
[Neuron]
public partial class SoftResetLif
{
    /// <summary>What remains of the potential after one step.</summary>
    [Parameter, Range(0, 1), Unit("1")] public float Beta = 0.9f;

    /// <summary>Threshold, and what a spike costs.</summary>
    [Parameter, Unit("1")] public float Threshold = 1f;

    /// <summary>Membrane potential.</summary>
    [State, Unit("1")] public float u;

    /// <summary>Weighted spikes of this step.</summary>
    [Input, Unit("1")] public float x;

    [Update(nameof(u))] float NextU => Beta * u + x;

    [Spike(Surrogate.ATan, 2)] bool Fires => u >= Threshold;

    [Reset(Detach = true)] void Reset() => u -= Threshold;

    /// <summary>No leak: the rate encodes the input, as network conversion wants it.</summary>
    public static SoftResetLif WithoutLeakage => new() { Beta = 1f };
}
