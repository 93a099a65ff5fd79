namespace NeuronDsl.Models;

/// <summary>
/// The two-variable caricature of an excitable membrane. FitzHugh (1961), Biophys. J. 1:445, doi:10.1016/S0006-3495(61)86902-6;
/// Nagumo, Arimoto and Yoshizawa (1962), Proc. IRE 50:2061, doi:10.1109/JRPROC.1962.288235.
/// </summary>
/// <remarks>
/// <code>
/// dv/dt = v - v^3 / 3 - w + I
/// dw/dt = (v + A - B w) / Tau
/// spike: v crosses 1 on the way up
/// </code>
/// <para>Everything is without unit, time too. Tau is the 1 / phi of other texts: 12.5 for phi = 0.08. The neuron rests at (-1.1994,
/// -0.6243).</para>
/// <para>Known for a spike without a threshold proper, and for oscillating only in a middle range of drives, by a Hopf bifurcation at each end: I
/// = 0.3313 and 1.4187. With I = 0.5 it fires every 39.5 (Runge-Kutta, dt 0.1). The oscillation outlives the bifurcations a little: after a step
/// from rest to 0.325 or 1.42 it goes on for ever, with 0.32 and 1.43 no longer. A step to 0.3 gives one spike. From v = w = 0 with I = 0.8 the
/// maxima of v lie at 2.45, 39.11, 75.63, 112.15.</para>
/// <para>There is no reset: the cubic brings v back.</para>
/// </remarks>
[Neuron(Solvers = Solver.RungeKutta4 | Solver.Euler | Solver.Heun, Dt = 0.1), Unit("1")]
public partial class FitzHughNagumo
{
    /// <summary>Offset and slope of the recovery's nullcline.</summary>
    [Parameter, Unit("1")] public float A = 0.7f, B = 0.8f;

    /// <summary>How much slower the recovery is.</summary>
    [Parameter, Unit("1")] public float Tau = 12.5f;

    /// <summary>Membrane potential.</summary>
    [State, Unit("1")] public float v = -1.1994f;

    /// <summary>Recovery.</summary>
    [State, Unit("1")] public float w = -0.6243f;

    /// <summary>Drive.</summary>
    [Input, Unit("1"), Range(-1, 2)] public float I;

    [Derivative(nameof(v))] float Dv => v - v * v * v / 3 - w + I;
    [Derivative(nameof(w))] float Dw => (v + A - B * w) / Tau;

    [Spike] bool Fires => v >= 1;
}
