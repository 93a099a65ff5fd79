using System;
using System.Reflection;
using NeuronDsl.Tests.Generator;
using NeuronDsl.Training;

namespace NeuronDsl.Tests.Interchange;

/// <summary>Neurons of the tests' own, compiled when they are needed: NIR's under other names, and one that NIR lacks.</summary>
internal static class Twins
{
    private static readonly Lazy<Assembly> Compiled = new(() => GeneratorHarness.Compile(
        """
        using NeuronDsl;

        /// <summary>NIR's CubaLIF under other names, some parameters learnable.</summary>
        [Neuron(Solvers = Solver.Exact | Solver.Euler, TrainingSolvers = Solver.Exact | Solver.Euler)]
        public partial class CubaTwin
        {
            [Parameter] public float FallTime = 4f, LeakTime = 8f, Gain = 1.5f, Rest = 0.05f, Height = 0.4f;

            [Parameter(Learnable = true)] public float Resistance = 1.25f;

            [State] public float current, potential;

            [Input] public float drive;

            [Derivative(nameof(current))] float DCurrent => (-current + Gain * drive) / FallTime;
            [Derivative(nameof(potential))] float DPotential => (Rest - potential + Resistance * current) / LeakTime;

            [Spike] bool Fires => Height < potential;

            [Reset] void Reset() => potential = -0.1f;
        }

        /// <summary>NIR's LIF with the reset of its paper.</summary>
        [Neuron(Solvers = Solver.Exact | Solver.Euler, TrainingSolvers = Solver.Exact | Solver.Euler)]
        public partial class SubtractingTwin
        {
            [Parameter] public float Tau = 3f, R = 4f, Leak = 0f, Threshold = 0.3f;

            [State] public float v;

            [Input] public float x;

            [Derivative(nameof(v))] float Dv => (Leak - v + R * x) / Tau;

            [Spike] bool Fires => v > Threshold;

            [Reset] void Reset() => v -= Threshold;
        }

        /// <summary>A map, which NIR has not.</summary>
        [Neuron]
        public partial class MapTwin
        {
            [State] public float v;

            [Input] public float x;

            [Update(nameof(v))] float Next => 0.9f * v + x;

            [Spike] bool Fires => v >= 1;

            [Reset] void Reset() => v = 0;
        }
        """));

    /// <summary>A layer of one of them.</summary>
    public static Layer<float> Layer(string neuron, int size, float dt, Solver solver) => (Layer<float>)Compiled.Value.GetType(neuron)!
        .GetMethod("Layer")!.Invoke(null, [new NeuronDsl.Data.Shape(size), dt, solver, 1, null, ParameterSharing.PerLayer, Array.Empty<string>()])!;
}
