namespace NeuronDsl.Interchange;

/// <summary>NIR's CubaLIF, times in ms.</summary>
[Neuron(Solvers = Solver.Exact | Solver.Euler, Targets = Target.Simulation)]
internal sealed partial class CurrentNeuron
{
    /// <summary>Time constants of the current and the potential.</summary>
    [Parameter] public float TauSyn = 1, TauMem = 1;

    /// <summary>Weight of the input; the rest as in <see cref="LeakyNeuron"/>.</summary>
    [Parameter] public float WIn = 1, R = 1, VLeak = 0, VThreshold = 1, VReset = 0, Subtracts = 0;

    /// <summary>Synaptic current and membrane potential.</summary>
    [State] public float i, v;

    /// <summary>Input.</summary>
    [Input] public float x;

    [Derivative(nameof(i))] float Di => (-i + WIn * x) / TauSyn;
    [Derivative(nameof(v))] float Dv => (VLeak - v + R * i) / TauMem;

    [Spike] bool Fires => v > VThreshold;

    [Reset] void Reset() => v = Subtracts > 0 ? v - VThreshold : VReset;
}
