namespace NeuronDsl.Interchange;

/// <summary>NIR's IF, times in ms.</summary>
[Neuron(Solvers = Solver.Exact | Solver.Euler, Targets = Target.Simulation)]
internal sealed partial class IntegratingNeuron
{
    /// <summary>Gain in 1/ms; the rest as in <see cref="LeakyNeuron"/>.</summary>
    [Parameter] public float R = 1, VThreshold = 1, VReset = 0, Subtracts = 0;

    /// <summary>Membrane potential.</summary>
    [State] public float v;

    /// <summary>Input.</summary>
    [Input] public float x;

    [Derivative(nameof(v))] float Dv => R * x;

    [Spike] bool Fires => v > VThreshold;

    [Reset] void Reset() => v = Subtracts > 0 ? v - VThreshold : VReset;
}
