using System;

namespace NeuronDsl.Benchmarks.Neurons;

/// <summary>
/// The barnacle fibre of Morris and Lecar (1981), Biophys. J. 35:193, doi:10.1016/S0006-3495(81)84782-0, with a slow adaptation:
/// every steady state is a hyperbolic tangent, every rate a hyperbolic cosine or tangent.
/// </summary>
[Neuron(Solvers = Solver.RungeKutta4, Targets = Target.Simulation, Dt = 0.05)]
public partial class TanhRates
{
    [Parameter] public float C = 20f, GCa = 4.4f, GK = 8f, GZ = 1f, GL = 2f, ECa = 120f, EK = -84f, EL = -60f;

    [State] public float v = -60f, w = 0.015f, z = 0f;

    [Input] public float I;

    [Derivative(nameof(v))] float Dv =>
        (I - GCa * 0.5f * (1 + MathF.Tanh((v + 1.2f) / 18)) * (v - ECa) - (GK * w + GZ * z) * (v - EK) - GL * (v - EL)) / C;
    [Derivative(nameof(w))] float Dw => 0.04f * MathF.Cosh((v - 2) / 60) * (0.5f * (1 + MathF.Tanh((v - 2) / 30)) - w);
    [Derivative(nameof(z))] float Dz => 0.002f * (1.5f + MathF.Tanh((v + 5) / 10)) * (0.5f * (1 + MathF.Tanh(v / 25)) - z);

    [Spike] bool Fires => v >= 0;
}

/// <summary><see cref="TanhRates"/> in double precision.</summary>
[Neuron(Solvers = Solver.RungeKutta4, Targets = Target.Simulation, Dt = 0.05)]
public partial class TanhRatesDouble
{
    [Parameter] public double C = 20, GCa = 4.4, GK = 8, GZ = 1, GL = 2, ECa = 120, EK = -84, EL = -60;

    [State] public double v = -60, w = 0.015, z = 0;

    [Input] public double I;

    [Derivative(nameof(v))] double Dv =>
        (I - GCa * 0.5 * (1 + Math.Tanh((v + 1.2) / 18)) * (v - ECa) - (GK * w + GZ * z) * (v - EK) - GL * (v - EL)) / C;
    [Derivative(nameof(w))] double Dw => 0.04 * Math.Cosh((v - 2) / 60) * (0.5 * (1 + Math.Tanh((v - 2) / 30)) - w);
    [Derivative(nameof(z))] double Dz => 0.002 * (1.5 + Math.Tanh((v + 5) / 10)) * (0.5 * (1 + Math.Tanh(v / 25)) - z);

    [Spike] bool Fires => v >= 0;
}
