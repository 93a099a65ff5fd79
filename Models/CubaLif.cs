namespace NeuronDsl.Models;

/// <summary>
/// The CubaLIF primitive of the Neuromorphic Intermediate Representation: a leaky current that drives a leaky integrate-and-fire membrane.
/// Pedersen et al. (2024), Nat. Commun. 15:8122, doi:10.1038/s41467-024-52259-9.
/// </summary>
/// <remarks>
/// <code>
/// TauSyn di/dt = -i + WIn x
/// TauMem dv/dt = (VLeak - v) + R i
/// v > VThreshold: spike, v := VReset
/// </code>
/// <para>With x = 2 the first spike comes at 12.3 ms and, once i has settled, one every 7.0 ms: 27 in 200 ms (exact, dt 0.1).</para>
/// <para>The reset is that of later versions of NIR; the paper subtracts VThreshold. Times are in ms, in NIR in seconds. The input is held over a
/// step: an input spike of one step's length moves i by WIn dt / TauSyn.</para>
/// </remarks>
[Neuron(Solvers = Solver.Exact | Solver.Euler | Solver.Heun | Solver.RungeKutta4 | Solver.ExponentialEuler, Dt = 0.1)]
public partial class CubaLif
{
    /// <summary>Time constants of the synapse and the membrane.</summary>
    [Parameter, Unit("ms")] public float TauSyn = 5f, TauMem = 10f;

    /// <summary>Weight of the input, gain of the current, potential that v leaks to, threshold, reset.</summary>
    [Parameter, Unit("1")] public float WIn = 1f, R = 1f, VLeak = 0f, VThreshold = 1f, VReset = 0f;

    /// <summary>Synaptic current and membrane potential.</summary>
    [State, Unit("1")] public float i, v;

    /// <summary>Input.</summary>
    [Input, Unit("1"), Range(-2, 4)] public float x;

    [Derivative(nameof(i))] float Di => (-i + WIn * x) / TauSyn;
    [Derivative(nameof(v))] float Dv => (VLeak - v + R * i) / TauMem;

    [Spike] bool Fires => v > VThreshold;

    [Reset] void Reset() => v = VReset;
}
