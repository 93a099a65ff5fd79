using NeuronDsl;

namespace Quickstart;

/// <summary>
/// A leaky neuron with a slow current that follows its potential and grows with every spike: it rings when pushed, and fires less and less
/// under a steady drive. Written for this sample; everything else it can do was generated from these lines.
/// </summary>
[Neuron(Solvers = Solver.RungeKutta4 | Solver.Exact, TrainingSolvers = Solver.Exact)]
public partial class ResonateAndAdapt
{
    /// <summary>The membrane's time constant.</summary>
    [Parameter, Unit("ms")] public float TauV = 10f;

    /// <summary>The slow current's time constant.</summary>
    [Parameter, Unit("ms")] public float TauW = 40f;

    /// <summary>How strongly the slow current follows the potential.</summary>
    [Parameter(Learnable = true)] public float Coupling = 1.5f;

    /// <summary>What each spike adds to the slow current.</summary>
    [Parameter(Learnable = true)] public float Jump = 0.15f;

    /// <summary>The potential, 1 at threshold.</summary>
    [State] public float v;

    /// <summary>The slow current.</summary>
    [State] public float w;

    /// <summary>The drive.</summary>
    [Input] public float I;

    [Derivative(nameof(v))] float Dv => (I - v - w) / TauV;
    [Derivative(nameof(w))] float Dw => (Coupling * v - w) / TauW;

    [Spike(Surrogate.ATan, 2f)] bool Fires => v >= 1;

    [Reset]
    void Reset()
    {
        v = 0;
        w += Jump;
    }
}
