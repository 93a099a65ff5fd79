namespace NeuronDsl.Interchange;

/// <summary>NIR's LIF, times in ms.</summary>
[Neuron(Solvers = Solver.Exact | Solver.Euler, Targets = Target.Simulation)]
internal sealed partial class LeakyNeuron
{
    /// <summary>Time constant, gain, potential that v leaks to, threshold, potential after a spike; whether a spike takes the threshold off instead.</summary>
    [Parameter] public float Tau = 1, R = 1, VLeak = 0, VThreshold = 1, VReset = 0, Subtracts = 0;

    /// <summary>Membrane potential.</summary>
    [State] public float v;

    /// <summary>Input.</summary>
    [Input] public float x;

    [Derivative(nameof(v))] float Dv => (VLeak - v + R * x) / Tau;

    [Spike] bool Fires => v > VThreshold;

    [Reset] void Reset() => v = Subtracts > 0 ? v - VThreshold : VReset;
}
