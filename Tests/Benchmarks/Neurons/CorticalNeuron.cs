using System;

namespace NeuronDsl.Benchmarks.Neurons;

/// <summary>
/// An intrinsically bursting cortical neuron with six gates: sodium, delayed rectifier, M current and L-type calcium.
/// Pospischil et al. (2008), Biol. Cybern. 99:427, doi:10.1007/s00422-008-0263-8, conductances in mS/cm^2.
/// </summary>
[Neuron(Solvers = Solver.RungeKutta4, Targets = Target.Simulation, Dt = 0.01)]
public partial class CorticalNeuron
{
    [Parameter] public float GNa = 50f, GK = 5f, GM = 0.03f, GCa = 0.2f, GL = 0.01f;
    [Parameter] public float ENa = 50f, EK = -90f, ECa = 120f, EL = -70f, VT = -56.2f, TauMax = 608f;

    [State] public float v = -70f, m = 0.01f, h = 0.99f, n = 0.02f, p = 0.03f, q = 0.001f, r = 0.6f;

    [Input] public float I;

    [Derivative(nameof(v))] float Dv =>
        I - GNa * m * m * m * h * (v - ENa) - GK * n * n * n * n * (v - EK) - GM * p * (v - EK) - GCa * q * q * r * (v - ECa) - GL * (v - EL);
    [Derivative(nameof(m))] float Dm => 0.32f * Neural.Linoid(v - VT - 13, 4) * (1 - m) - 0.28f * Neural.Linoid(VT + 40 - v, 5) * m;
    [Derivative(nameof(h))] float Dh => 0.128f * MathF.Exp(-(v - VT - 17) / 18) * (1 - h) - 4 / (1 + MathF.Exp(-(v - VT - 40) / 5)) * h;
    [Derivative(nameof(n))] float Dn => 0.032f * Neural.Linoid(v - VT - 15, 5) * (1 - n) - 0.5f * MathF.Exp(-(v - VT - 10) / 40) * n;
    [Derivative(nameof(p))] float Dp =>
        (1 / (1 + MathF.Exp(-(v + 35) / 10)) - p) * (3.3f * MathF.Exp((v + 35) / 20) + MathF.Exp(-(v + 35) / 20)) / TauMax;
    [Derivative(nameof(q))] float Dq => 0.055f * Neural.Linoid(v + 27, 3.8f) * (1 - q) - 0.94f * MathF.Exp(-(v + 75) / 17) * q;
    [Derivative(nameof(r))] float Dr => 0.000457f * MathF.Exp(-(v + 13) / 50) * (1 - r) - 0.0065f / (1 + MathF.Exp(-(v + 15) / 28)) * r;

    [Spike] bool Fires => v >= -20;
}

/// <summary><see cref="CorticalNeuron"/> in double precision.</summary>
[Neuron(Solvers = Solver.RungeKutta4, Targets = Target.Simulation, Dt = 0.01)]
public partial class CorticalNeuronDouble
{
    [Parameter] public double GNa = 50, GK = 5, GM = 0.03, GCa = 0.2, GL = 0.01;
    [Parameter] public double ENa = 50, EK = -90, ECa = 120, EL = -70, VT = -56.2, TauMax = 608;

    [State] public double v = -70, m = 0.01, h = 0.99, n = 0.02, p = 0.03, q = 0.001, r = 0.6;

    [Input] public double I;

    [Derivative(nameof(v))] double Dv =>
        I - GNa * m * m * m * h * (v - ENa) - GK * n * n * n * n * (v - EK) - GM * p * (v - EK) - GCa * q * q * r * (v - ECa) - GL * (v - EL);
    [Derivative(nameof(m))] double Dm => 0.32 * Neural.Linoid(v - VT - 13, 4) * (1 - m) - 0.28 * Neural.Linoid(VT + 40 - v, 5) * m;
    [Derivative(nameof(h))] double Dh => 0.128 * Math.Exp(-(v - VT - 17) / 18) * (1 - h) - 4 / (1 + Math.Exp(-(v - VT - 40) / 5)) * h;
    [Derivative(nameof(n))] double Dn => 0.032 * Neural.Linoid(v - VT - 15, 5) * (1 - n) - 0.5 * Math.Exp(-(v - VT - 10) / 40) * n;
    [Derivative(nameof(p))] double Dp =>
        (1 / (1 + Math.Exp(-(v + 35) / 10)) - p) * (3.3 * Math.Exp((v + 35) / 20) + Math.Exp(-(v + 35) / 20)) / TauMax;
    [Derivative(nameof(q))] double Dq => 0.055 * Neural.Linoid(v + 27, 3.8) * (1 - q) - 0.94 * Math.Exp(-(v + 75) / 17) * q;
    [Derivative(nameof(r))] double Dr => 0.000457 * Math.Exp(-(v + 13) / 50) * (1 - r) - 0.0065 / (1 + Math.Exp(-(v + 15) / 28)) * r;

    [Spike] bool Fires => v >= -20;
}
