using System;

namespace NeuronDsl.Models;

/// <summary>
/// The adaptive leaky integrate-and-fire neuron (ALIF) of recurrent networks that learn by eligibility propagation.
/// Bellec et al. (2018), NeurIPS, arXiv:1803.09574; Bellec et al. (2020), Nat. Commun. 11:3625, doi:10.1038/s41467-020-17236-y.
/// </summary>
/// <remarks>
/// <code>
/// v[t+1] = Alpha v[t] + x[t+1] - z[t] VTh
/// a[t+1] = Rho a[t] + z[t]
/// z[t] = 1 where v[t] >= VTh + Beta a[t] and the neuron is not refractory
/// </code>
/// <para>The parameters are those of van der Veen (2022), arXiv:2201.07602. The refractory period counts the spike's own step: 3 steps make 2
/// silent ones. v goes on integrating in silence.</para>
/// <para>Known for a memory as long as its adaptation, 1 / (1 - Rho) steps. With x = 0.5 it fires 35 times in 200 steps, first after 3 steps, in
/// the end about every 6 (66 times, every 3 steps, without adaptation).</para>
/// <para>The gradient follows e-prop: z reaches a by its pseudo-derivative 0.3 max(0, 1 - |v - VTh - Beta a| / VTh) / VTh, and v only as a
/// constant. 1 / VTh is in the sources by Bellec et al. and missing in the other one.</para>
/// </remarks>
[Neuron(Targets = Target.Simulation | Target.Training | Target.Eligibility, Dt = 1)]
public partial class AdaptiveLif
{
    /// <summary>What remains of the potential and of the adaptation after one step.</summary>
    [Parameter, Range(0, 1), Unit("1")] public float Alpha = 0.8f, Rho = 0.975f;

    /// <summary>How much the adaptation raises the threshold.</summary>
    [Parameter, Unit("1")] public float Beta = 0.184f;

    /// <summary>Threshold without adaptation.</summary>
    [Parameter, Unit("1")] public float VTh = 0.95f;

    /// <summary>Refractory period in steps.</summary>
    [Refractory, Unit("1")] public float TRef = 3f;

    /// <summary>Membrane potential.</summary>
    [State, Unit("1")] public float v;

    /// <summary>Adaptation.</summary>
    [State, Unit("1")] public float a;

    /// <summary>Whether the neuron fired in the step before: 1 or 0.</summary>
    [State, Unit("1")] public float z;

    /// <summary>Weighted spikes of this step.</summary>
    [Input, Unit("1")] public float x;

    [Update(nameof(v))] float NextV => Alpha * v + x - Subtracted;
    [Update(nameof(a))] float NextA => Rho * a + z;
    [Update(nameof(z))] float NextZ => 0;

    // A condition has no derivative: this keeps the reset out of the gradient.
    float Subtracted => z > 0 ? VTh : 0;

    float Threshold => VTh + Beta * a;

    [Spike(nameof(SpikeStep))] bool Fires => v >= Threshold;

    [Margin] float ThresholdsAbove => (v - Threshold) / VTh;

    // += so that refractoriness does not hold z.
    [Reset] void Reset() => z += 1;

    // Its derivative is the pseudo-derivative: 0.3 (1 - |x|) where |x| < 1.
    static float SpikeStep(float x) => 0.3f * Ramp(Math.Clamp(x, -1, 1));

    static float Ramp(float x) => x - 0.5f * x * MathF.Abs(x);

    /// <summary>Without adaptation: the plain LIF units that share the network.</summary>
    public static AdaptiveLif WithoutAdaptation => new() { Beta = 0f };
}
