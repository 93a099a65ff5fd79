namespace NeuronDsl.Models;

/// <summary>
/// A leaky membrane that never fires: the LI primitive of the Neuromorphic Intermediate Representation,
/// Pedersen et al. (2024), Nat. Commun. 15:8122, doi:10.1038/s41467-024-52259-9.
/// </summary>
/// <remarks>
/// <code>
/// Tau dv/dt = (VLeak - v) + R x
/// </code>
/// <para>Known for its step response: v(t) = VLeak + R x (1 - exp(-t / Tau)). With x = 1 the value after 10 ms is 0.63212.</para>
/// <para>NIR counts time in seconds, this neuron in ms. In discrete time, as a trained readout: <see cref="LeakyReadout"/>.</para>
/// </remarks>
[Neuron(Solvers = Solver.Exact | Solver.Euler | Solver.Heun | Solver.RungeKutta4 | Solver.ExponentialEuler, Dt = 0.1)]
public partial class LeakyIntegrator
{
    /// <summary>Time constant.</summary>
    [Parameter, Unit("ms")] public float Tau = 10f;

    /// <summary>Gain of the input and value that v leaks to.</summary>
    [Parameter, Unit("1")] public float R = 1f, VLeak = 0f;

    /// <summary>The leaking sum of the input.</summary>
    [State, Unit("1")] public float v;

    /// <summary>Input.</summary>
    [Input, Unit("1"), Range(-4, 4)] public float x;

    [Derivative(nameof(v))] float Dv => (VLeak - v + R * x) / Tau;

    [Output] float Y => v;
}
