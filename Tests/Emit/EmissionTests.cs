using NeuronDsl.Tests.Generator;
using Xunit;

namespace NeuronDsl.Tests.Emit;

/// <summary>Emitted code as it was reviewed. The snapshots prove that it did not change; that it is right, the other tests prove.</summary>
public sealed class EmissionTests
{
    [Fact]
    public void A_map_with_a_learnable_parameter() => GeneratorHarness.Verify("""
        namespace Reviewed;

        /// <summary>A leaky neuron in discrete time.</summary>
        [Neuron(Targets = Target.Training)]
        public partial class Leaky
        {
            /// <summary>The share that stays.</summary>
            [Parameter(Learnable = true)] public float Beta = 0.9f;
            /// <summary>The potential.</summary>
            [State] public float v;
            /// <summary>The drive.</summary>
            [Input] public float x;
            [Update(nameof(v))] private float Next => Beta * v + x;
            [Spike(Surrogate.ATan)] private bool Fires => v >= 1;
            [Reset(Detach = true)] private void Reset() => v = 0;
        }
        """);

    [Fact]
    public void A_differential_equation_with_a_refractory_period() => GeneratorHarness.Verify("""
        namespace Reviewed;

        /// <summary>A membrane that leaks, with a refractory period.</summary>
        [Neuron(Solvers = Solver.Euler, Targets = Target.Simulation)]
        public partial class Membrane
        {
            /// <summary>The time constant.</summary>
            [Parameter, Unit("ms")] public double Tau = 10;
            /// <summary>The refractory period.</summary>
            [Refractory, Unit("ms")] public double TRef = 2;
            /// <summary>The potential.</summary>
            [State, Receives, Unit("mV")] public double V;
            /// <summary>The drive.</summary>
            [Input, Unit("mV")] public double I;
            [Derivative(nameof(V))] private double DV => (I - V) / Tau;
            [Spike] private bool Fires => V >= 15;
            [Reset] private void Reset() => V = 0;
        }
        """);
}
