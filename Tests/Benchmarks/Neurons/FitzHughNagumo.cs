namespace NeuronDsl.Benchmarks.Neurons;

/// <summary>
/// The neuron of FitzHugh (1961) and Nagumo (1962).
/// </summary>
[Neuron(Solvers = Solver.RungeKutta4, Targets = Target.Simulation, Dt = 0.01)]
public partial class FitzHughNagumo
{
    [Parameter] public float A = 0.7f, B = 0.8f, Phi = 0.08f;

    [State] public float v = -1f, w = -0.5f;

    [Input] public float I;

    [Derivative(nameof(v))] float Dv => v - v * v * v / 3 - w + I;
    [Derivative(nameof(w))] float Dw => Phi * (v + A - B * w);

    [Spike] bool Fires => v >= 1;
}

/// <summary><see cref="FitzHughNagumo"/> in double precision.</summary>
[Neuron(Solvers = Solver.RungeKutta4, Targets = Target.Simulation, Dt = 0.01)]
public partial class FitzHughNagumoDouble
{
    [Parameter] public double A = 0.7, B = 0.8, Phi = 0.08;

    [State] public double v = -1, w = -0.5;

    [Input] public double I;

    [Derivative(nameof(v))] double Dv => v - v * v * v / 3 - w + I;
    [Derivative(nameof(w))] double Dw => Phi * (v + A - B * w);

    [Spike] bool Fires => v >= 1;
}
