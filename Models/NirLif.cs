namespace NeuronDsl.Models;

/// <summary>
/// The LIF primitive of the Neuromorphic Intermediate Representation, with the subtractive reset of its paper.
/// Pedersen et al. (2024), Nat. Commun. 15:8122, doi:10.1038/s41467-024-52259-9.
/// </summary>
/// <remarks>
/// <code>
/// Tau dv/dt = (VLeak - v) + R x
/// v > VThreshold: spike, v := v - VThreshold
/// </code>
/// <para>Note the strict inequality. NIR defines the neuron in continuous time, and frameworks discretise it differently: exact and Euler steps are
/// each consistent, while a decay from the one with an input gain from the other shifts the spikes. With x = 0.2 it fires 57 spikes in 100 ms,
/// every 1.7 or 1.8 ms (exact, dt 0.1).</para>
/// <para>NIR counts time in seconds, this neuron in ms. Later versions of NIR reset to a fixed v_reset: <see cref="LeakyIntegrateAndFire"/>.</para>
/// </remarks>
[Neuron(Solvers = Solver.Exact | Solver.Euler | Solver.Heun | Solver.RungeKutta4 | Solver.ExponentialEuler, Dt = 0.1)]
public partial class NirLif
{
    /// <summary>Membrane time constant.</summary>
    [Parameter, Unit("ms")] public float Tau = 2.5f;

    /// <summary>Gain of the input, potential that v leaks to, threshold.</summary>
    [Parameter, Unit("1")] public float R = 1f, VLeak = 0f, VThreshold = 0.1f;

    /// <summary>Membrane potential.</summary>
    [State, Unit("1")] public float v;

    /// <summary>Input.</summary>
    [Input, Unit("1"), Range(-2, 4)] public float x;

    [Derivative(nameof(v))] float Dv => (VLeak - v + R * x) / Tau;

    [Spike] bool Fires => v > VThreshold;

    [Reset] void Reset() => v -= VThreshold;
}
