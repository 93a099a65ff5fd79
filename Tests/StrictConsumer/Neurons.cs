using System;

namespace NeuronDsl.Tests.StrictConsumer;

/// <summary>Every target there is.</summary>
[Neuron(Solvers = Solver.Exact | Solver.Euler, Targets = Target.Simulation | Target.Training | Target.Eligibility | Target.Microcode, Dt = 0.1)]
[Fixed(Bits = 32)]
[Fixed(Bits = 16)]
public partial class Everything
{
    /// <summary>Membrane time constant.</summary>
    [Parameter, Unit("ms")] public float TauM = 10;

    /// <summary>Refractory period.</summary>
    [Refractory, Unit("ms")] public float TRef = 2;

    /// <summary>Membrane potential.</summary>
    [State, Receives, Unit("mV"), Range(-100, 100)] public float V;

    /// <summary>Drive.</summary>
    [Input, Unit("mV"), Range(0, 30)] public float x;

    [Derivative(nameof(V))] float DV => (x - V) / TauM;
    [Spike] bool Fires => V >= 10;
    [Reset(Detach = true)] void Reset() => V = 0;
}

/// <summary>Double precision, noise, a helper of its own, a graded output.</summary>
[Neuron]
public partial class Noisy
{
    /// <summary>Time constant, which may be learned.</summary>
    [Parameter(Learnable = true), Unit("ms")] public double tau_m = 10;

    /// <summary>How strong the noise is.</summary>
    [Parameter, Unit("mV/ms^0.5")] public double Sigma = 1;

    /// <summary>Membrane potential.</summary>
    [State, Unit("mV")] public double V;

    /// <summary>Drive.</summary>
    [Input, Unit("mV")] public double x;

    [Noise] double xi;

    [Derivative(nameof(V))] double dV => (x - V) / tau_m + Sigma * xi;
    [Output, Unit("mV")] double Rate => Softened(V);

    static double Softened(double v) => v > 0 ? v : 0.1 * v;
}

/// <summary>Names that emitted code uses for itself.</summary>
[Neuron(Solvers = Solver.RungeKutta4 | Solver.Heun | Solver.RushLarsen | Solver.ExponentialEuler, Targets = Target.Simulation | Target.Training | Target.Eligibility)]
public partial class Hostile
{
    /// <summary>A time constant.</summary>
    [Parameter] public float dt = 10;

    /// <summary>A state.</summary>
    [State, Receives] public float i;

    /// <summary>A slow state.</summary>
    [State] public float @class = 0.5f;

    /// <summary>A drive.</summary>
    [Input] public float slice;

    [Derivative(nameof(i))] float held => (slice - i - @class) / dt;
    [Derivative(nameof(@class))] float lane => (i - @class) / (2 * dt * (1 + MathF.Exp(-i)));
    [Spike] bool condition => i >= 1;
    [Reset] void fired() { i -= 1; @class += 0.1f; }
}

/// <summary>A neuron within other types, which the assembly keeps to itself.</summary>
internal static partial class Outer
{
    internal partial struct Middle
    {
        [Neuron(Targets = Target.Simulation | Target.Training)]
        internal sealed partial class Inner
        {
            [Parameter] float decay = 0.9f;
            [State] float v;
            [Input] float x;
            [Update(nameof(v))] float Next => decay * v + x;
            [Spike(Surrogate.FastSigmoid)] bool Fires => v >= 1;
            [Reset] void Reset() => v -= 1;
        }
    }
}
