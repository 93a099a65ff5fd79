using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;
using NeuronDsl.Tests.Passes;
using Xunit;

namespace NeuronDsl.Tests.Symbolics;

/// <summary>What is simplified while terms are built: what it becomes, that it is equal, and that expressions and programs do alike.</summary>
public class IdentitiesTests
{
    private static readonly Symbol X = new(SymbolKind.State, "x"), Y = new(SymbolKind.State, "y");
    private static readonly Symbol C = new(SymbolKind.Above, "c", TermType.Bool), D = new(SymbolKind.Fired, "d", TermType.Bool);

    private static readonly (Expression Built, string Expected)[] Cases =
    [
        (X + 0, "x"), (0 + X, "x"), (X + -Y, "x - y"), (-X + Y, "y - x"),
        (X - 0, "x"), (0 - X, "-x"), (X - X, "0"), (X - -Y, "x + y"),
        (X * 0, "0"), (0 * X, "0"), (X * 1, "x"), (1 * X, "x"), (X * -1, "-x"), (-1 * X, "-x"),
        (X * Algebra.Choose(C, 1, 0), "c ? x : 0"), (X * Algebra.Choose(C, 0, 1), "c ? 0 : x"),
        (X / 1, "x"), (0 / X, "0"), (-(-X), "x"),
        (Algebra.Choose(C, X, X), "x"), (Algebra.Choose(Constant.True, X, Y), "x"), (Algebra.Choose(Constant.False, X, Y), "y"),
        (Algebra.Apply(Functions.And, C, Constant.True), "c"), (Algebra.Apply(Functions.And, Constant.True, C), "c"),
        (Algebra.Apply(Functions.And, C, Constant.False), "false"), (Algebra.Apply(Functions.And, Constant.False, C), "false"),
        (Algebra.Apply(Functions.Or, C, Constant.True), "true"), (Algebra.Apply(Functions.Or, Constant.False, C), "c"),
        (Algebra.Apply(Functions.And, C, C), "c"), (Algebra.Apply(Functions.Or, D, D), "d"),
        (Algebra.Apply(Functions.Not, Algebra.Apply(Functions.Not, C)), "c"),
        (Algebra.Apply(Functions.Pow, X, 0), "1"), (Algebra.Apply(Functions.Pow, X, 1), "x"), (Algebra.Apply(Functions.Pow, X, 2), "x * x"),
        (Algebra.Apply(Functions.Pow, X, 3), "x * x * x"), (Algebra.Apply(Functions.Pow, X, 0.5), "Sqrt(x)"),
        (Algebra.Apply(Functions.Pow, X, -1), "1 / x"),
        (Algebra.Apply(Functions.Exp, 0), "1"), ((Expression)2 * 3, "6"),
    ];

    [Fact]
    public void Terms_become_what_is_written_here() => Assert.Equal(Cases.Select(c => c.Expected), Cases.Select(c => Infix.Text(c.Built)));

    [Theory]
    [InlineData(-3), InlineData(-2), InlineData(4), InlineData(7), InlineData(64), InlineData(65), InlineData(2.5)]
    public void A_power_has_the_value_of_the_power(double exponent)
    {
        double expected = Math.Pow(1.1, exponent);
        Assert.Equal(expected, Evaluator.Evaluate(Algebra.Apply(Functions.Pow, X, exponent), _ => 1.1), 1e-13 * expected);
    }

    [Fact]
    public void Whatever_is_simplified_keeps_its_value_in_expressions_and_programs()
    {
        Random random = new(2);
        Expression[] reals = [0, 1, -1, 2, X, Y, -X, X * Y, Algebra.Choose(C, 1, 0), Algebra.Choose(D, 0, 1)];
        Expression[] truths = [Constant.True, Constant.False, C, D, Algebra.Apply(Functions.Not, C)];
        (Function Function, int Truths)[] functions =
        [
            (Functions.Add, 0), (Functions.Subtract, 0), (Functions.Multiply, 0), (Functions.Divide, 0),
            (Functions.Negate, 0), (Functions.Min, 0), (Functions.Pow, 0),
            (Functions.Select, 1), (Functions.And, 2), (Functions.Or, 2), (Functions.Not, 1),
        ];
        for (int round = 0; round < 5000; round++)
        {
            (Function function, int truthful) = functions[random.Next(functions.Length)];
            Expression[] arguments = [.. Enumerable.Range(0, function.Arity).Select(i => Any(i < truthful ? truths : reals))];
            Dictionary<Symbol, double> at = new()
            {
                [X] = 0.5 + random.NextDouble(), [Y] = 0.5 + random.NextDouble(), [C] = random.Next(2), [D] = random.Next(2),
            };
            double plain = function.Evaluate([.. arguments.Select(a => Evaluator.Evaluate(a, s => at[s]))]);
            if (!double.IsFinite(plain)) continue;
            ProgramBuilder b = new(Precision.Double);
            b.SetResult(X, b.Apply(function, [.. arguments.Select(a => b.Evaluate(a, b.Load))]));
            Assert.Equal(plain, Evaluator.Evaluate(Algebra.Apply(function, arguments), s => at[s]), 1e-15);
            Assert.Equal(plain, b.Build().Interpret(s => at[s])[X], 1e-15);
        }

        Expression Any(Expression[] pool) => pool[random.Next(pool.Length)];
    }

    [Fact]
    public void A_program_computes_nothing_twice()
    {
        ProgramBuilder b = new(Precision.Double);
        Value x = b.Load(X), y = b.Load(Y);
        Assert.Equal(b.Multiply(x, y), b.Multiply(x, y));
        Assert.NotEqual(b.Multiply(x, y), b.Multiply(y, x));
        Assert.NotEqual(b.Constant(0), b.Constant(-0.0));
        Assert.NotEqual(b.Constant(1), b.Constant(1, TermType.Bool));
        Assert.Equal(b.Load(X), x);
    }

    [Fact]
    public void A_value_is_as_frequent_as_the_most_frequent_it_depends_on()
    {
        ProgramBuilder b = new(Precision.Double);
        Value p = b.Load(new(SymbolKind.Parameter, "p")), x = b.Load(X);
        Assert.Equal(
            [Rate.Constant, Rate.Uniform, Rate.Uniform, Rate.Step],
            new[] { b.Constant(2), p, b.Multiply(p, b.Constant(2)), b.Multiply(b.Multiply(p, b.Constant(2)), x) }.Select(b.RateOf));
    }
}
