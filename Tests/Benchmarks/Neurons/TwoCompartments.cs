using System;

namespace NeuronDsl.Benchmarks.Neurons;

/// <summary>
/// A motoneuron of two compartments: a soma with sodium and potassium, a dendrite with calcium and a slow potassium current.
/// After Booth and Rinzel (1995), J. Comput. Neurosci. 2:109, doi:10.1007/BF00961442; the slow current stands for its calcium-activated one.
/// </summary>
[Neuron(Solvers = Solver.RungeKutta4, Targets = Target.Simulation, Dt = 0.01)]
public partial class TwoCompartments
{
    [Parameter] public float GNa = 120f, GK = 100f, GL = 0.51f, GCa = 0.33f, GS = 0.2f, GC = 0.1f, P = 0.1f;
    [Parameter] public float ENa = 55f, EK = -80f, ECa = 80f, EL = -60f;

    [State] public float v = -60f, h = 0.7f, n = 0.1f, d = -60f, c = 0.05f, s = 0.02f;

    [Input] public float I;

    float Opening => 1 / (1 + MathF.Exp(-(v + 35) / 7.8f));

    [Derivative(nameof(v))] float Dv =>
        I - GNa * Opening * Opening * Opening * h * (v - ENa) - GK * n * n * n * n * (v - EK) - GL * (v - EL) - GC / P * (v - d);
    [Derivative(nameof(h))] float Dh =>
        (1 / (1 + MathF.Exp((v + 55) / 7)) - h) * (MathF.Exp((v + 50) / 15) + MathF.Exp(-(v + 50) / 16)) / 30;
    [Derivative(nameof(n))] float Dn =>
        (1 / (1 + MathF.Exp(-(v + 28) / 15)) - n) * (MathF.Exp((v + 40) / 40) + MathF.Exp(-(v + 40) / 50)) / 7;
    [Derivative(nameof(d))] float Dd => -GCa * c * (d - ECa) - GS * s * (d - EK) - GL * (d - EL) - GC / (1 - P) * (d - v);
    [Derivative(nameof(c))] float Dc => (1 / (1 + MathF.Exp(-(d + 40) / 7)) - c) / 40;
    [Derivative(nameof(s))] float Ds => (1 / (1 + MathF.Exp(-(d + 30) / 8)) - s) * (MathF.Exp((d + 30) / 16) + MathF.Exp(-(d + 30) / 16)) / 100;

    [Spike] bool Fires => v >= -20;
}

/// <summary><see cref="TwoCompartments"/> in double precision.</summary>
[Neuron(Solvers = Solver.RungeKutta4, Targets = Target.Simulation, Dt = 0.01)]
public partial class TwoCompartmentsDouble
{
    [Parameter] public double GNa = 120, GK = 100, GL = 0.51, GCa = 0.33, GS = 0.2, GC = 0.1, P = 0.1;
    [Parameter] public double ENa = 55, EK = -80, ECa = 80, EL = -60;

    [State] public double v = -60, h = 0.7, n = 0.1, d = -60, c = 0.05, s = 0.02;

    [Input] public double I;

    double Opening => 1 / (1 + Math.Exp(-(v + 35) / 7.8));

    [Derivative(nameof(v))] double Dv =>
        I - GNa * Opening * Opening * Opening * h * (v - ENa) - GK * n * n * n * n * (v - EK) - GL * (v - EL) - GC / P * (v - d);
    [Derivative(nameof(h))] double Dh =>
        (1 / (1 + Math.Exp((v + 55) / 7)) - h) * (Math.Exp((v + 50) / 15) + Math.Exp(-(v + 50) / 16)) / 30;
    [Derivative(nameof(n))] double Dn =>
        (1 / (1 + Math.Exp(-(v + 28) / 15)) - n) * (Math.Exp((v + 40) / 40) + Math.Exp(-(v + 40) / 50)) / 7;
    [Derivative(nameof(d))] double Dd => -GCa * c * (d - ECa) - GS * s * (d - EK) - GL * (d - EL) - GC / (1 - P) * (d - v);
    [Derivative(nameof(c))] double Dc => (1 / (1 + Math.Exp(-(d + 40) / 7)) - c) / 40;
    [Derivative(nameof(s))] double Ds => (1 / (1 + Math.Exp(-(d + 30) / 8)) - s) * (Math.Exp((d + 30) / 16) + Math.Exp(-(d + 30) / 16)) / 100;

    [Spike] bool Fires => v >= -20;
}
