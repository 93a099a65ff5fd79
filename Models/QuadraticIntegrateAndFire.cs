namespace NeuronDsl.Models;

/// <summary>
/// The quadratic integrate-and-fire neuron, the normal form of class 1 excitability. Ermentrout and Kopell (1986), SIAM J. Appl. Math. 46:233,
/// doi:10.1137/0146017; Latham et al. (2000), J. Neurophysiol. 83:808, doi:10.1152/jn.2000.83.2.808.
/// </summary>
/// <remarks>
/// <code>
/// TauM dV/dt = A (V - EL) (V - VCritical) + R I
/// V >= VPeak: spike, V := VReset
/// </code>
/// <para>Below the critical potential V returns to rest, above it V runs away in finite time: the spike is made by the equation, and VPeak only
/// cuts it off.</para>
/// <para>Known for a rate that starts from zero as the square root of the excess current over the rheobase A (VCritical - EL)^2 / (4 R), here 1 nA.
/// With the reset and the peak far from the middle the interval is close to pi TauM / sqrt(A R (I - 1 nA)). The exact interval is TauM / (A c)
/// (atan((VPeak - VMid) / c) - atan((VReset - VMid) / c)) with VMid = (EL + VCritical) / 2 and c^2 = R (I - 1 nA) / A: 94.19 ms for I = 1.1, 39.36
/// for 1.5, 26.44 for 2, 11.18 for 5, met within one step (Runge-Kutta, dt 0.05). I = 0.99 gives no spike.</para>
/// <para>No refractory period: coming back from VReset takes time of its own.</para>
/// </remarks>
[Neuron(Solvers = Solver.RungeKutta4 | Solver.Euler | Solver.Heun, Dt = 0.05)]
public partial class QuadraticIntegrateAndFire
{
    /// <summary>Membrane time constant.</summary>
    [Parameter, Unit("ms")] public float TauM = 10f;

    /// <summary>Curvature.</summary>
    [Parameter, Unit("1/mV")] public float A = 0.1f;

    /// <summary>Membrane resistance.</summary>
    [Parameter, Unit("MOhm")] public float R = 10f;

    /// <summary>Resting and critical potential: the stable and the unstable fixed point without input.</summary>
    [Parameter, Unit("mV")] public float EL = -65f, VCritical = -45f;

    /// <summary>Peak of the spike and potential after it.</summary>
    [Parameter, Unit("mV")] public float VPeak = 30f, VReset = -80f;

    /// <summary>Membrane potential.</summary>
    [State, Unit("mV")] public float V = -65f;

    /// <summary>Injected current.</summary>
    [Input, Unit("nA"), Range(-2, 10)] public float I;

    [Derivative(nameof(V))] float DV => (A * (V - EL) * (V - VCritical) + R * I) / TauM;

    [Spike] bool Fires => V >= VPeak;

    [Reset] void Reset() => V = VReset;
}
