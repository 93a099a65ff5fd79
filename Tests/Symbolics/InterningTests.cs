using System.Linq;
using NeuronDsl.Generator;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;
using NeuronDsl.Tests.Generator;
using Xunit;
using GeneratorSolver = NeuronDsl.Generator.Solver;

namespace NeuronDsl.Tests.Symbolics;

public sealed class InterningTests
{
    private static readonly Symbol V = new(SymbolKind.State, "v");

    [Fact]
    public void What_two_equations_have_in_common_is_one_object_and_one_operation()
    {
        NeuronModel model = GeneratorHarness.Run("""
            [Neuron(Solvers = Solver.Euler)]
            public partial class Pair
            {
                [State] public float v, w;
                [Input] public float x;
                [Derivative(nameof(v))] float DV => x - MathF.Exp(v * w);
                [Derivative(nameof(w))] float DW => 2 - MathF.Exp(v * w);
            }
            """).Models.Single();
        Expression[] common = [.. model.States.Select(s => ((Apply)s.Equation.Expression).Arguments[1])];
        Assert.Equal(Functions.Exp, ((Apply)common[0]).Function);
        Assert.Same(common[0], common[1]);

        StepProgram step = NeuronCompiler.Meaning(model, GeneratorSolver.Euler);
        Assert.Single(step.Operations, o => o.Function == Functions.Exp);
    }

    [Fact]
    public void Equal_expressions_are_one_object_while_interning_lives()
    {
        Expression before = Squared();
        using (Interning.Enter())
        {
            Expression first = Squared();
            using (Interning.Enter()) Assert.NotSame(first, Squared());
            Assert.Same(first, Squared());
            Assert.NotSame(before, first);
        }

        Assert.NotSame(Squared(), Squared());

        static Expression Squared() => Algebra.Apply(Functions.Sqrt, (V * V) + 1);
    }
}
