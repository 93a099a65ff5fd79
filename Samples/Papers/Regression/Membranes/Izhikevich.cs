using NeuronDsl;

namespace PapersSample.Regression.Membranes;

/// <summary>Izhikevich's regular spiking cell: dv/dt = 0.04 v^2 + 5 v + 140 - u + Rheobase Drive, du/dt = A (B v - u); at 30 mV v := C, u := u + D.</summary>
[Neuron(Solvers = Solver.RungeKutta4 | Solver.Euler, TrainingSolvers = Solver.RungeKutta4 | Solver.Euler, Dt = 0.05)]
public partial class Izhikevich
{
    /// <summary>Rate and sensitivity of the recovery, 1/ms; reset potential, mV; jump of the recovery, mV/ms.</summary>
    [Parameter] public double A = 0.02, B = 0.2, C = -65, D = 8;

    /// <summary>The least input that makes it fire without end, mV/ms.</summary>
    [Parameter] public double Rheobase = 3.8;

    /// <summary>Membrane potential, mV, and recovery, mV/ms, at rest.</summary>
    [State] public double v = -70, u = -14;

    /// <summary>Input in units of the rheobase.</summary>
    [Input] public double Drive;

    [Derivative(nameof(v))] double Dv => 0.04 * v * v + 5 * v + 140 - u + Rheobase * Drive;

    [Derivative(nameof(u))] double Du => A * (B * v - u);

    [Spike(Surrogate.ATan, 0.2)] bool Fires => v >= 30;

    [Reset(Detach = true)]
    void Reset()
    {
        v = C;
        u += D;
    }
}
