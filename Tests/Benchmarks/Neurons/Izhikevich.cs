namespace NeuronDsl.Benchmarks.Neurons;

/// <summary>
/// The simple model of Izhikevich (2003) as an equation.
/// </summary>
[Neuron(Solvers = Solver.RungeKutta4, Targets = Target.Simulation, Dt = 0.1)]
public partial class Izhikevich
{
    [Parameter] public float A = 0.02f, B = 0.2f, C = -65f, D = 8f;

    [State] public float v = -65f, u = -13f;

    [Input] public float I;

    [Derivative(nameof(v))] float Dv => 0.04f * v * v + 5 * v + 140 - u + I;
    [Derivative(nameof(u))] float Du => A * (B * v - u);

    [Spike] bool Fires => v >= 30;

    [Reset]
    void Reset()
    {
        v = C;
        u += D;
    }
}

/// <summary><see cref="Izhikevich"/> in double precision.</summary>
[Neuron(Solvers = Solver.RungeKutta4, Targets = Target.Simulation, Dt = 0.1)]
public partial class IzhikevichDouble
{
    [Parameter] public double A = 0.02, B = 0.2, C = -65, D = 8;

    [State] public double v = -65, u = -13;

    [Input] public double I;

    [Derivative(nameof(v))] double Dv => 0.04 * v * v + 5 * v + 140 - u + I;
    [Derivative(nameof(u))] double Du => A * (B * v - u);

    [Spike] bool Fires => v >= 30;

    [Reset]
    void Reset()
    {
        v = C;
        u += D;
    }
}
