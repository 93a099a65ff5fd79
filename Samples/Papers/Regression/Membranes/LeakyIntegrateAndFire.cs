using NeuronDsl;

namespace PapersSample.Regression.Membranes;

/// <summary>A membrane that leaks, with a threshold and a reset. TauM dV/dt = -(V - Rest) + Rheobase Drive.</summary>
[Neuron(Solvers = Solver.RungeKutta4 | Solver.Euler, TrainingSolvers = Solver.RungeKutta4 | Solver.Euler, Dt = 0.05)]
public partial class LeakyIntegrateAndFire
{
    /// <summary>Membrane time constant, ms.</summary>
    [Parameter] public double TauM = 10;

    /// <summary>Resting potential, which is the reset potential too, and threshold, mV.</summary>
    [Parameter] public double Rest = -65, Threshold = -50;

    /// <summary>The input that just reaches the threshold, mV.</summary>
    [Parameter] public double Rheobase = 15;

    /// <summary>Membrane potential, mV.</summary>
    [State] public double V = -65;

    /// <summary>Input in units of the rheobase.</summary>
    [Input] public double Drive;

    [Derivative(nameof(V))] double DV => (-(V - Rest) + Rheobase * Drive) / TauM;

    [Spike(Surrogate.ATan, 0.2)] bool Fires => V >= Threshold;

    [Reset(Detach = true)] void Reset() => V = Rest;
}
