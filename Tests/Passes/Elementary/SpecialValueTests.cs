using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;
using Xunit;

namespace NeuronDsl.Tests.Passes.Elementary;

public class SpecialValueTests
{
    private static readonly double[] Specials =
        [0, -0.0, 1, -1, double.PositiveInfinity, double.NegativeInfinity, double.NaN, double.Epsilon, -double.Epsilon, double.MaxValue, double.MinValue];

    public static IEnumerable<object[]> Names => ElementaryFunction.All.Select(f => f.Function)
        .Concat([Functions.Relu, Functions.Heaviside]).Select(f => new object[] { f.Name });

    [Theory]
    [MemberData(nameof(Names))]
    public void At_zeros_ones_infinities_NaN_and_the_ends_of_the_range_a_function_is_that_of_the_table(string name)
    {
        Function f = Find(name);

        // The table's own phi functions lose digits to the recurrence at 1, and the lowered ones where they are denormal.
        double tolerance = name.StartsWith("Phi", StringComparison.Ordinal) ? 2e-14 : 1e-15;
        bool periodic = f == Functions.Sin || f == Functions.Cos || f == Functions.Tan;
        double[] x = [.. Specials.Where(s => !periodic || Math.Abs(s) < 2 || !double.IsFinite(s))];
        float[] x32 = [.. x.Select(s => Math.Abs(s) == double.MaxValue ? MathF.CopySign(float.MaxValue, (float)s) : Math.Abs(s) == double.Epsilon ? MathF.CopySign(float.Epsilon, (float)s) : (float)s)];
        double[] y = ProgramEvaluator.Run(ElementaryFunction.Expand(f, Precision.Double), x);
        float[] y32 = ProgramEvaluator.Run(ElementaryFunction.Expand(f, Precision.Single), x32);
        for (int i = 0; i < x.Length; i++)
        {
            AssertClose(f.Evaluate([x[i]]), y[i], tolerance, double.Epsilon * Math.Pow(2, 53), $"{name}({x[i]:R})");
            AssertClose((float)f.Evaluate([x32[i]]), y32[i], 4e-7, float.Epsilon * Math.Pow(2, 24), $"{name}({x32[i]:R}f)");
        }
    }

    [Fact]
    public void What_is_exact_at_a_point_is_exact()
    {
        foreach ((Function f, double x, double y) in new[]
        {
            (Functions.Exp, 0, 1), (Functions.Exp2, -3, 0.125), (Functions.Exp2, 20, 1048576), (Functions.Cosh, 0, 1), (Functions.Cos, 0, 1), (Functions.Log, 1, 0), (Functions.Sigmoid, 0, 0.5),
            (Functions.Phi(1), 0, 1), (Functions.Phi(2), 0, 0.5), (Functions.Cbrt, 27, 3), (Functions.Cbrt, -1e-30, -1e-10), (Functions.Tanh, 1e10, 1.0),
        })
        {
            Assert.Equal(y, ProgramEvaluator.Run(ElementaryFunction.Expand(f, Precision.Double), [x])[0]);
            Assert.Equal((float)y, ProgramEvaluator.Run(ElementaryFunction.Expand(f, Precision.Single), [(float)x])[0]);
        }
    }

    [Theory]
    [InlineData("Sin")]
    [InlineData("Cos")]
    public void Sine_and_cosine_never_leave_minus_one_to_one(string name)
    {
        Function f = Find(name);
        double[] y = ProgramEvaluator.Run(ElementaryFunction.Expand(f, Precision.Double), ElementaryFunction.Points<double>((-1e15, 1e15), 50_000));
        float[] y32 = ProgramEvaluator.Run(ElementaryFunction.Expand(f, Precision.Single), ElementaryFunction.Points<float>((-1e7, 1e7), 50_000));
        Assert.All(y, v => Assert.InRange(v, -1, 1));
        Assert.All(y32, v => Assert.InRange(v, -1, 1));
    }

    private static Function Find(string name) =>
        name == "Relu" ? Functions.Relu : name == "Heaviside" ? Functions.Heaviside : ElementaryFunction.Named(name).Function;

    private static void AssertClose(double expected, double actual, double tolerance, double denormal, string what)
    {
        // Equal covers infinities, and takes 0 for -0.
        bool close = expected == actual || (double.IsNaN(expected) && double.IsNaN(actual)) || Math.Abs(actual - expected) <= Math.Max(denormal, tolerance * Math.Abs(expected));
        Assert.True(close, $"{what} = {actual:R} instead of {expected:R}.");
    }
}
