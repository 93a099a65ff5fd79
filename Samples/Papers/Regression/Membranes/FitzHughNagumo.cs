using NeuronDsl;

namespace PapersSample.Regression.Membranes;

/// <summary>
/// FitzHugh's and Nagumo's excitable membrane, without reset. dv/dt = v - v^3 / 3 - w + Rheobase Drive, dw/dt = (v + A - B w) / Tau; a unit of its
/// time is taken for a millisecond.
/// </summary>
[Neuron(Solvers = Solver.RungeKutta4 | Solver.Euler, TrainingSolvers = Solver.RungeKutta4 | Solver.Euler, Dt = 0.05)]
public partial class FitzHughNagumo
{
    /// <summary>Offset and slope of the recovery's nullcline, and its time constant.</summary>
    [Parameter] public double A = 0.7, B = 0.8, Tau = 12.5;

    /// <summary>The least input that, switched on at rest, makes it fire without end.</summary>
    [Parameter] public double Rheobase = 0.325;

    /// <summary>Membrane potential, and recovery, at rest.</summary>
    [State] public double v = -1.1994080352440, w = -0.6242600440550;

    /// <summary>Input in units of the rheobase.</summary>
    [Input] public double Drive;

    [Derivative(nameof(v))] double Dv => v - v * v * v / 3 - w + Rheobase * Drive;

    [Derivative(nameof(w))] double Dw => (v + A - B * w) / Tau;

    [Spike(Surrogate.ATan, 2)] bool Fires => v >= 1;
}
