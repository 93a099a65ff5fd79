using System;

namespace NeuronDsl.Models;

/// <summary>
/// The adaptive leaky integrate-and-fire neuron whose eligibility traces show spike-timing-dependent plasticity (STDP-ALIF).
/// van der Veen (2022), arXiv:2201.07602, from the STDP-LIF of Traub et al. (2020), arXiv:2006.09988.
/// </summary>
/// <remarks>
/// <code>
/// v[t+1] = Alpha v[t] (1 - z[t] - z[t-D]) + x[t+1]
/// a[t+1] = Rho a[t] + z[t]
/// z[t] = 1 where v[t] >= VTh + Beta a[t] and the D steps before had no spike
/// </code>
/// <para>The potential is forgotten twice: after the spike and at the end of the D silent steps. TRef counts the spike's own step, so D = TRef - 1.
/// The countdown holds TRef just after a spike and 1 when the second reset is due.</para>
/// <para>Known for eligibility of either sign: with the pseudo-derivative negative while refractory, a presynaptic spike just after the
/// postsynaptic one weakens the synapse. With x = 0.5 it fires 27 times in 200 steps, at 3, 8, 14, 20, 27, ... ; the demonstration with x = 0.1 at
/// 120 and then every 140 steps.</para>
/// <para>The pseudo-derivative outside of refractoriness is 0.3 max(0, 1 - |v - VTh - Beta a| / VTh) / VTh. The one within, -0.3 in the text and
/// +0.3 in the code behind its results, belongs to the learning rule, not to the neuron. The text omits 1 / VTh, and Beta a in the condition on |v
/// - VTh|.</para>
/// </remarks>
[Neuron(Targets = Target.Simulation | Target.Training | Target.Eligibility, Dt = 1)]
public partial class StdpAlif
{
    /// <summary>What remains of the potential and of the adaptation after one step.</summary>
    [Parameter, Range(0, 1), Unit("1")] public float Alpha = 0.8f, Rho = 0.975f;

    /// <summary>How much the adaptation raises the threshold.</summary>
    [Parameter, Unit("1")] public float Beta = 0.184f;

    /// <summary>Threshold without adaptation.</summary>
    [Parameter, Unit("1")] public float VTh = 0.95f;

    /// <summary>Refractory period in steps, a whole number of at least 2.</summary>
    [Refractory, Unit("1")] public float TRef = 3f;

    /// <summary>Membrane potential.</summary>
    [State, Unit("1")] public float v;

    /// <summary>Adaptation.</summary>
    [State, Unit("1")] public float a;

    /// <summary>Whether the neuron fired in the step before: 1 or 0.</summary>
    [State, Unit("1")] public float z;

    /// <summary>Steps until the refractory period has run out.</summary>
    [State, Unit("1")] public float countdown;

    /// <summary>Weighted spikes of this step.</summary>
    [Input, Unit("1")] public float x;

    [Update(nameof(v))] float NextV => (Forgets ? 0 : Alpha * v) + x;
    [Update(nameof(a))] float NextA => Rho * a + z;
    [Update(nameof(z))] float NextZ => 0;
    [Update(nameof(countdown))] float NextCountdown => MathF.Max(countdown - 1, 0);

    bool Forgets => countdown == TRef || countdown == 1;

    float Threshold => VTh + Beta * a;

    [Spike(nameof(SpikeStep))] bool Fires => v >= Threshold;

    [Margin] float ThresholdsAbove => (v - Threshold) / VTh;

    // += so that refractoriness holds neither; both are 0 when the neuron can fire.
    [Reset]
    void Reset()
    {
        z += 1;
        countdown += TRef;
    }

    // Its derivative is the pseudo-derivative: 0.3 (1 - |x|) where |x| < 1.
    static float SpikeStep(float x) => 0.3f * Ramp(Math.Clamp(x, -1, 1));

    static float Ramp(float x) => x - 0.5f * x * MathF.Abs(x);

    /// <summary>The single-synapse demonstration of the STDP curve: 20 silent steps, a high threshold, a slow membrane, no adaptation.</summary>
    public static StdpAlif Demonstration => new() { Alpha = 0.99f, Rho = 0.9975f, Beta = 0f, VTh = 7f, TRef = 21f };
}
