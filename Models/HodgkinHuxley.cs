using System;

namespace NeuronDsl.Models;

/// <summary>
/// The squid giant axon of Hodgkin and Huxley (1952), J. Physiol. 117:500, doi:10.1113/jphysiol.1952.sp004764, in the modern sign convention.
/// </summary>
/// <remarks>
/// <code>
/// C dV/dt = I - GNa m^3 h (V - ENa) - GK n^4 (V - EK) - GL (V - EL)
/// dx/dt = alpha_x(V) (1 - x) - beta_x(V) x  for the gates x = m, h, n
/// spike: V crosses 0 mV on the way up
/// </code>
/// <para>Known for the action potential, for a sudden onset of repetitive firing at a frequency far from zero, and for a narrow range of drives
/// where rest and firing coexist. With I = 10 it fires at 1.91, 16.83, 31.48, 46.11 ms and then at 68 Hz (Runge-Kutta, dt 0.01). A step from rest
/// to 2 gives no spike, to 2.5 and to 5 one, to 6.2 three, to 6.3 52 Hz without end, to 20 86.5 Hz. Release from -10 after 20 ms gives one spike,
/// by anode break.</para>
/// <para>The 1952 paper counts potentials from rest and downwards; here the neuron rests at -64.996 mV. EL = -54.387 is the leak that brings rest
/// to -65 mV in most texts; others round it to -54.3 or -54.4. The opening rates of m and n, 0/0 at -40 and -55 mV as published, take their limits
/// there, 1 and 0.1.</para>
/// <para>Euler, Heun, Runge-Kutta and Rush-Larsen, which steps V by Euler, need dt of at most 0.05 ms: at 0.1 ms a spike makes them diverge.
/// Exponential Euler stays stable, but at equal dt its spikes come later than those of Euler.</para>
/// </remarks>
[Neuron(Solvers = Solver.RungeKutta4 | Solver.Euler | Solver.Heun | Solver.ExponentialEuler | Solver.RushLarsen, Dt = 0.01)]
public partial class HodgkinHuxley
{
    /// <summary>Membrane capacitance.</summary>
    [Parameter, Unit("uF/cm^2")] public float C = 1f;

    /// <summary>Maximal conductances of sodium and potassium, and the leak conductance.</summary>
    [Parameter, Unit("mS/cm^2")] public float GNa = 120f, GK = 36f, GL = 0.3f;

    /// <summary>Reversal potentials of sodium, potassium and leak.</summary>
    [Parameter, Unit("mV")] public float ENa = 50f, EK = -77f, EL = -54.387f;

    /// <summary>Membrane potential.</summary>
    [State, Unit("mV")] public float V = -65f;

    /// <summary>Sodium activation, sodium inactivation and potassium activation, at their steady state for -65 mV.</summary>
    [State, Unit("1")] public float m = 0.05293249f, h = 0.59612075f, n = 0.31767691f;

    /// <summary>Injected current.</summary>
    [Input, Unit("uA/cm^2"), Range(-10, 50)] public float I;

    [Derivative(nameof(V))] float DV => (I - GNa * m * m * m * h * (V - ENa) - GK * n * n * n * n * (V - EK) - GL * (V - EL)) / C;
    [Derivative(nameof(m))] float Dm => AlphaM * (1 - m) - BetaM * m;
    [Derivative(nameof(h))] float Dh => AlphaH * (1 - h) - BetaH * h;
    [Derivative(nameof(n))] float Dn => AlphaN * (1 - n) - BetaN * n;

    [Unit("1/ms")] float AlphaM => 0.1f * Neural.Linoid(V + 40, 10);
    [Unit("1/ms")] float BetaM => 4 * MathF.Exp(-(V + 65) / 18);
    [Unit("1/ms")] float AlphaH => 0.07f * MathF.Exp(-(V + 65) / 20);
    [Unit("1/ms")] float BetaH => 1 / (1 + MathF.Exp(-(V + 35) / 10));
    [Unit("1/ms")] float AlphaN => 0.01f * Neural.Linoid(V + 55, 10);
    [Unit("1/ms")] float BetaN => 0.125f * MathF.Exp(-(V + 65) / 80);

    [Spike] bool Fires => V >= 0;
}
