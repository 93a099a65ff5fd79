namespace NeuronDsl.Models;

/// <summary>
/// The perfect integrator: no leak. Lapicque (1907) without his leak; the IF primitive of the Neuromorphic Intermediate Representation,
/// Pedersen et al. (2024), Nat. Commun. 15:8122, doi:10.1038/s41467-024-52259-9.
/// </summary>
/// <remarks>
/// <code>
/// dv/dt = R x
/// v > VThreshold: spike, v := VReset
/// </code>
/// <para>Known for a rate proportional to the drive and for never forgetting. x = 0.3 gives a spike every 4 steps of 1 ms.</para>
/// <para>Euler is exact as long as the input is constant within a step. NIR counts time in seconds, this neuron in ms.</para>
/// </remarks>
[Neuron(Solvers = Solver.Euler | Solver.Exact, Dt = 1)]
public partial class IntegrateAndFire
{
    /// <summary>Gain of the input.</summary>
    [Parameter, Unit("1/ms")] public float R = 1f;

    /// <summary>Threshold and reset.</summary>
    [Parameter, Unit("1")] public float VThreshold = 1f, VReset = 0f;

    /// <summary>Membrane potential.</summary>
    [State, Unit("1")] public float v;

    /// <summary>Input.</summary>
    [Input, Unit("1"), Range(-1, 1)] public float x;

    [Derivative(nameof(v))] float Dv => R * x;

    [Spike] bool Fires => v > VThreshold;

    [Reset] void Reset() => v = VReset;
}
