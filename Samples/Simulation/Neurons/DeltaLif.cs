using NeuronDsl;

namespace SimulationSample.Neurons;

/// <summary>
/// A leaky neuron in double precision, its potential counted from rest. A spike that arrives moves the potential by its weight at once, and is lost
/// while the neuron is refractory.
/// </summary>
[Neuron(Solvers = Solver.Euler, Targets = Target.Simulation, Dt = 0.1)]
public partial class DeltaLif
{
    /// <summary>Membrane time constant.</summary>
    [Parameter, Unit("ms")] public double Tau = 20;

    /// <summary>Threshold and reset potential.</summary>
    [Parameter, Unit("mV")] public double VThreshold = 20, VReset = 10;

    /// <summary>Refractory period.</summary>
    [Refractory, Unit("ms")] public double TRef = 2;

    /// <summary>Membrane potential.</summary>
    [State, Receives, Unit("mV")] public double V;

    /// <summary>The potential that V heads for.</summary>
    [Input, Unit("mV")] public double Mu;

    [Derivative(nameof(V))] double DV => (Mu - V) / Tau;

    [Spike] bool Fires => V >= VThreshold;

    [Reset] void Reset() => V = VReset;
}
