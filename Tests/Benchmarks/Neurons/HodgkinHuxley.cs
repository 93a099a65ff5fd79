using System;

namespace NeuronDsl.Benchmarks.Neurons;

/// <summary>
/// The squid axon of Hodgkin and Huxley (1952), with the rates as textbooks print them.
/// </summary>
[Neuron(Solvers = Solver.RungeKutta4 | Solver.Euler | Solver.ExponentialEuler, Targets = Target.Simulation, Dt = 0.01)]
public partial class HodgkinHuxley
{
    [Parameter] public float C = 1f, GNa = 120f, GK = 36f, GL = 0.3f, ENa = 50f, EK = -77f, EL = -54.387f;

    [State] public float v = -65f, m = 0.0529f, h = 0.5961f, n = 0.3177f;

    [Input] public float I;

    [Derivative(nameof(v))] float Dv => (I - GNa * m * m * m * h * (v - ENa) - GK * n * n * n * n * (v - EK) - GL * (v - EL)) / C;
    [Derivative(nameof(m))] float Dm => 0.1f * Neural.Linoid(v + 40, 10) * (1 - m) - 4 * MathF.Exp(-(v + 65) / 18) * m;
    [Derivative(nameof(h))] float Dh => 0.07f * MathF.Exp(-(v + 65) / 20) * (1 - h) - h / (1 + MathF.Exp(-(v + 35) / 10));
    [Derivative(nameof(n))] float Dn => 0.01f * Neural.Linoid(v + 55, 10) * (1 - n) - 0.125f * MathF.Exp(-(v + 65) / 80) * n;

    [Spike] bool Fires => v >= -20;
}

/// <summary><see cref="HodgkinHuxley"/> in double precision.</summary>
[Neuron(Solvers = Solver.RungeKutta4 | Solver.Euler | Solver.ExponentialEuler, Targets = Target.Simulation, Dt = 0.01)]
public partial class HodgkinHuxleyDouble
{
    [Parameter] public double C = 1, GNa = 120, GK = 36, GL = 0.3, ENa = 50, EK = -77, EL = -54.387;

    [State] public double v = -65, m = 0.0529, h = 0.5961, n = 0.3177;

    [Input] public double I;

    [Derivative(nameof(v))] double Dv => (I - GNa * m * m * m * h * (v - ENa) - GK * n * n * n * n * (v - EK) - GL * (v - EL)) / C;
    [Derivative(nameof(m))] double Dm => 0.1 * Neural.Linoid(v + 40, 10) * (1 - m) - 4 * Math.Exp(-(v + 65) / 18) * m;
    [Derivative(nameof(h))] double Dh => 0.07 * Math.Exp(-(v + 65) / 20) * (1 - h) - h / (1 + Math.Exp(-(v + 35) / 10));
    [Derivative(nameof(n))] double Dn => 0.01 * Neural.Linoid(v + 55, 10) * (1 - n) - 0.125 * Math.Exp(-(v + 65) / 80) * n;

    [Spike] bool Fires => v >= -20;
}
