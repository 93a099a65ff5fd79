using System;

namespace NeuronDsl.Models;

/// <summary>
/// The adaptive exponential integrate-and-fire neuron. Brette and Gerstner (2005), J. Neurophysiol. 94:3637, doi:10.1152/jn.00686.2005.
/// </summary>
/// <remarks>
/// <code>
/// C dV/dt = -GL (V - EL) + GL DeltaT exp((V - VT) / DeltaT) - w + I
/// TauW dw/dt = A (V - EL) - w
/// V >= VPeak: spike, V := VReset, w := w + B; V is held for TRef
/// </code>
/// <para>As it stands it is the publication's fit to a regular spiking pyramidal cell; the presets are the firing patterns of Naud et al. (2008),
/// Biol. Cybern. 99:335, doi:10.1007/s00422-008-0264-7, each with its own input current. The default with I = 500 is silent, with 600 fires once,
/// with 700 9 times in 1 s (intervals from 39 to 128 ms), with 1000 30 times. Within 600 ms: tonic 60 spikes; adapting 12, intervals from 12 to 76
/// ms; initial burst 3 within 18 ms, then every 64 ms; regular bursting 3 and then pairs every 139 ms; delayed accelerating 45, intervals from 21
/// down to 12 ms; delayed bursting 32 in groups of four; transient one; irregular about 33, by the roundings (Euler, dt 0.1), its
/// intervals from 6.5 to 39.5 ms, 19.6 on average, a long one mostly after a short one.</para>
/// <para>The equations see V no higher than VPeak, which changes nothing below it: the inner stages of Heun and Runge-Kutta would otherwise
/// overflow in the last step of an upstroke. The publication has no refractory period, TRef is 0 for it.</para>
/// </remarks>
[Neuron(Solvers = Solver.Euler | Solver.Heun | Solver.RungeKutta4, Dt = 0.1)]
public partial class AdEx
{
    /// <summary>Membrane capacitance.</summary>
    [Parameter, Unit("pF")] public float C = 281f;

    /// <summary>Leak conductance, and coupling of the adaptation to the potential.</summary>
    [Parameter, Unit("nS")] public float GL = 30f, A = 4f;

    /// <summary>Resting potential, threshold of the curve, and sharpness of the spike's onset.</summary>
    [Parameter, Unit("mV")] public float EL = -70.6f, VT = -50.4f, DeltaT = 2f;

    /// <summary>Peak of the spike and potential after it.</summary>
    [Parameter, Unit("mV")] public float VPeak = 20f, VReset = -70.6f;

    /// <summary>Time constant of the adaptation.</summary>
    [Parameter, Unit("ms")] public float TauW = 144f;

    /// <summary>Jump of the adaptation at a spike.</summary>
    [Parameter, Unit("pA")] public float B = 80.5f;

    /// <summary>Refractory period.</summary>
    [Refractory, Unit("ms")] public float TRef = 0f;

    /// <summary>Membrane potential.</summary>
    [State, Unit("mV")] public float V = -70.6f;

    /// <summary>Adaptation current.</summary>
    [State, Unit("pA")] public float w;

    /// <summary>Injected current.</summary>
    [Input, Unit("pA"), Range(-500, 1500)] public float I;

    float VBounded => MathF.Min(V, VPeak);

    [Derivative(nameof(V))] float DV => (-GL * (VBounded - EL) + GL * DeltaT * MathF.Exp((VBounded - VT) / DeltaT) - w + I) / C;
    [Derivative(nameof(w))] float Dw => (A * (VBounded - EL) - w) / TauW;

    [Spike] bool Fires => V >= VPeak;

    [Reset]
    void Reset()
    {
        V = VReset;
        w += B;
    }

    /// <summary>Spikes at a constant rate, with I = 500 pA.</summary>
    public static AdEx Tonic => new()
    {
        C = 200f, GL = 10f, EL = -70f, VT = -50f, A = 2f, TauW = 30f, B = 0f, VReset = -58f, VPeak = 0f, V = -70f,
    };

    /// <summary>Intervals that grow, with I = 500 pA.</summary>
    public static AdEx Adapting => new()
    {
        C = 200f, GL = 12f, EL = -70f, VT = -50f, A = 2f, TauW = 300f, B = 60f, VReset = -58f, VPeak = 0f, V = -70f,
    };

    /// <summary>A burst at first, then single spikes, with I = 400 pA.</summary>
    public static AdEx InitialBurst => new()
    {
        C = 130f, GL = 18f, EL = -58f, VT = -50f, A = 4f, TauW = 150f, B = 120f, VReset = -50f, VPeak = 0f, V = -58f,
    };

    /// <summary>Bursts at regular intervals, with I = 210 pA.</summary>
    public static AdEx RegularBursting => new()
    {
        C = 200f, GL = 10f, EL = -58f, VT = -50f, A = 2f, TauW = 120f, B = 100f, VReset = -46f, VPeak = 0f, V = -58f,
    };

    /// <summary>A late first spike and intervals that shrink, with I = 300 pA.</summary>
    public static AdEx DelayedAccelerating => new()
    {
        C = 200f, GL = 12f, EL = -70f, VT = -50f, A = -10f, TauW = 300f, B = 0f, VReset = -58f, VPeak = 0f, V = -70f,
    };

    /// <summary>A late first burst, then regular ones, with I = 110 pA.</summary>
    public static AdEx DelayedBursting => new()
    {
        C = 100f, GL = 10f, EL = -65f, VT = -50f, A = -10f, TauW = 90f, B = 30f, VReset = -47f, VPeak = 0f, V = -65f,
    };

    /// <summary>A spike, then silence, with I = 180 pA.</summary>
    public static AdEx Transient => new()
    {
        C = 100f, GL = 10f, EL = -65f, VT = -50f, A = 10f, TauW = 90f, B = 100f, VReset = -47f, VPeak = 0f, V = -65f,
    };

    /// <summary>Chaotic intervals without any noise, with I = 160 pA.</summary>
    public static AdEx Irregular => new()
    {
        C = 100f, GL = 12f, EL = -60f, VT = -50f, A = -11f, TauW = 130f, B = 30f, VReset = -48f, VPeak = 0f, V = -60f,
    };
}
