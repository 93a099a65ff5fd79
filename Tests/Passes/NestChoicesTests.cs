using System.Linq;
using NeuronDsl.Generator;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;
using NeuronDsl.Tests.Generator;
using Xunit;
using GeneratorSolver = NeuronDsl.Generator.Solver;
using SymbolKind = NeuronDsl.Generator.Symbolics.SymbolKind;

namespace NeuronDsl.Tests.Passes;

/// <summary>That it means the same is tested with the other passes that can be left out.</summary>
public sealed class NestChoicesTests
{
    private static readonly NeuronModel Held = GeneratorHarness.Read("""
        [Neuron(Solvers = Solver.Euler | Solver.RungeKutta4, Targets = Target.Simulation)]
        public partial class Held
        {
            [Parameter] public double Tau = 10, VTh = 1;
            [Refractory] public double TRef = 2;
            [State] public double v;
            [Input] public double I;
            [Derivative(nameof(v))] double Dv => (I - v) / Tau;
            [Spike] bool Fires => v >= VTh;
            [Reset] void Reset() => v = 0;
        }
        """);

    [Fact]
    public void Each_choice_of_a_refractory_neuron_asks_for_one_comparison()
    {
        Assert.Contains(Conditions(OptionalPasses.All & ~OptionalPasses.NestChoices), f => f == Functions.And);
        Assert.All(Conditions(OptionalPasses.All), f => Assert.Contains(f, new[] { Functions.Greater, Functions.GreaterOrEqual }));

        static Function?[] Conditions(OptionalPasses passes)
        {
            StepProgram body = NeuronCompiler.Forward(Held, GeneratorSolver.Euler, passes).Body;
            return [.. body.Operations.Where(o => o.Function == Functions.Select).Select(o => body[o.Operands[0]].Function)];
        }
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.5, 1)]
    [InlineData(0.5, 2)]
    [InlineData(0.99, 1)]
    [InlineData(0.99, 2)]
    [InlineData(7, 2)]
    public void A_held_state_stays_and_a_free_one_moves_by_any_solver(double v, double remaining)
    {
        foreach (GeneratorSolver solver in new[] { GeneratorSolver.Euler, GeneratorSolver.RungeKutta4 })
        {
            HoistedProgram program = NeuronCompiler.Forward(Held, solver);
            var results = program.Interpret(s => s.Kind switch
            {
                SymbolKind.State => v,
                SymbolKind.Remaining => remaining,
                SymbolKind.Dt => 1,
                SymbolKind.Input => 3,
                _ => s.Name switch { "Tau" => 10, "VTh" => 1, _ => 2 },
            });
            bool held = remaining > 1, fires = !held && v > 0.9;
            double next = results.Single(r => r.Key.Kind == SymbolKind.State).Value;
            Assert.Equal(fires ? 1 : 0, results.Single(r => r.Key.Kind == SymbolKind.Fired).Value);
            Assert.Equal(fires ? 2 : held ? remaining - 1 : 0, results.Single(r => r.Key.Kind == SymbolKind.Remaining).Value);
            if (held) Assert.Equal(v, next);
            else Assert.Equal(fires ? 0 : solver == GeneratorSolver.Euler ? v + ((3 - v) / 10) : 3 + ((v - 3) * System.Math.Exp(-0.1)), next, 1e-6);
        }
    }
}
