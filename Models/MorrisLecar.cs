using System;

namespace NeuronDsl.Models;

/// <summary>
/// The barnacle muscle fibre of Morris and Lecar (1981), Biophys. J. 35:193, doi:10.1016/S0006-3495(81)84782-0, reduced to two variables,
/// with the parameters of Rinzel and Ermentrout (1998), Methods in Neuronal Modeling, MIT Press, chapter 7.
/// </summary>
/// <remarks>
/// <code>
/// C dV/dt = I - GCa mInf(V) (V - ECa) - GK w (V - EK) - GL (V - EL)
/// dw/dt = (wInf(V) - w) / tauW(V)
/// mInf = (1 + tanh((V - V1) / V2)) / 2,  wInf = (1 + tanh((V - V3) / V4)) / 2,  1 / tauW = Phi cosh((V - V3) / (2 V4))
/// spike: V crosses 0 mV on the way up
/// </code>
/// <para>Known for showing both classes of excitability in one model. As it stands firing begins by a Hopf bifurcation, at a rate well above zero
/// (class 2); <see cref="SaddleNode"/> begins at any rate, however low (class 1); <see cref="Homoclinic"/> is bistable. By a step from rest the
/// neuron as it stands fires once at I = 88, at 9.2 Hz at 89, at 11.7 Hz at 100 and at 14.3 Hz at 212; at 220 it is silent again. The saddle-node
/// one rests at 39.5 and fires at 1.1 Hz at 40, 3.8 Hz at 40.5 and 13.3 Hz at 50. The homoclinic one rests at 37 and, after 5 ms of 100 more, fires
/// at 29.5 Hz for ever (Runge-Kutta, dt 0.1).</para>
/// <para>The publication's four-variable form lets calcium lag; the reduced form, with calcium at once, is the one in use.</para>
/// </remarks>
[Neuron(Solvers = Solver.RungeKutta4 | Solver.Euler | Solver.Heun | Solver.RushLarsen, Dt = 0.1)]
public partial class MorrisLecar
{
    /// <summary>Membrane capacitance.</summary>
    [Parameter, Unit("uF/cm^2")] public float C = 20f;

    /// <summary>Maximal conductances of calcium and potassium, and the leak conductance.</summary>
    [Parameter, Unit("mS/cm^2")] public float GCa = 4.4f, GK = 8f, GL = 2f;

    /// <summary>Reversal potentials of calcium, potassium and leak.</summary>
    [Parameter, Unit("mV")] public float ECa = 120f, EK = -84f, EL = -60f;

    /// <summary>Midpoint and slope of the calcium activation, midpoint and slope of the potassium activation.</summary>
    [Parameter, Unit("mV")] public float V1 = -1.2f, V2 = 18f, V3 = 2f, V4 = 30f;

    /// <summary>Rate of the potassium activation at its midpoint.</summary>
    [Parameter, Unit("1/ms")] public float Phi = 0.04f;

    /// <summary>Membrane potential.</summary>
    [State, Unit("mV")] public float V = -60f;

    /// <summary>Potassium activation. Starts at its steady state for V.</summary>
    [State, Unit("1")] public float w;

    /// <summary>Injected current.</summary>
    [Input, Unit("uA/cm^2"), Range(-50, 250)] public float I;

    [Initial(nameof(w))] float W0 => WInf;

    [Derivative(nameof(V))] float DV => (I - GCa * MInf * (V - ECa) - GK * w * (V - EK) - GL * (V - EL)) / C;
    [Derivative(nameof(w))] float Dw => RateW * (WInf - w);

    [Unit("1")] float MInf => 0.5f * (1 + MathF.Tanh((V - V1) / V2));
    [Unit("1")] float WInf => 0.5f * (1 + MathF.Tanh((V - V3) / V4));
    [Unit("1/ms")] float RateW => Phi * MathF.Cosh((V - V3) / (2 * V4));

    [Spike] bool Fires => V >= 0;

    /// <summary>Class 1: firing begins by a saddle-node bifurcation on the limit cycle, near I = 40.</summary>
    public static MorrisLecar SaddleNode => new() { GCa = 4f, V3 = 12f, V4 = 17.4f, Phi = 0.067f };

    /// <summary>Firing begins by a homoclinic bifurcation, beside a stable rest.</summary>
    public static MorrisLecar Homoclinic => new() { GCa = 4f, V3 = 12f, V4 = 17.4f, Phi = 0.23f };
}
