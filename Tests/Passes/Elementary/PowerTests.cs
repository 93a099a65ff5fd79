using System;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;
using Xunit;

namespace NeuronDsl.Tests.Passes.Elementary;

public class PowerTests
{
    private const double SingleUlps = 1.2, DoubleUlps = 1.5;

    [Fact]
    public void The_error_stays_within_the_stated_bound()
    {
        (double[] x, double[] y) = Arguments(200_000, 709);
        StepProgram program = ElementaryFunction.Expand(Functions.Pow, Precision.Double);
        foreach (StepProgram form in new[] { program, Contract.Apply(program) })
        {
            double[] power = ProgramEvaluator.Run(form, x, y);
            for (int i = 0; i < x.Length; i++)
            {
                double ulps = Witness.Pow(x[i], y[i]).UlpsTo(power[i], 53);
                if (!(ulps <= DoubleUlps)) Assert.Fail($"Pow({x[i]:R}, {y[i]:R}) = {power[i]:R} is off by {ulps:F2} ulp.");
            }
        }
    }

    [Fact]
    public void The_error_stays_within_the_stated_bound_in_float()
    {
        (double[] x64, double[] y64) = Arguments(200_000, 88);
        float[] x = [.. x64.Select(v => (float)v)], y = [.. y64.Select(v => (float)v)];
        StepProgram program = ElementaryFunction.Expand(Functions.Pow, Precision.Single);
        foreach (StepProgram form in new[] { program, Contract.Apply(program) })
        {
            float[] power = ProgramEvaluator.Run(form, x, y);
            for (int i = 0; i < x.Length; i++)
            {
                double ulps = ((Exact)(DoubleDouble)Math.Pow(x[i], y[i])).UlpsTo(power[i], 24);
                if (!(ulps <= SingleUlps)) Assert.Fail($"Pow({x[i]:R}, {y[i]:R}) = {power[i]:R} is off by {ulps:F2} ulp.");
            }
        }
    }

    [Fact]
    public void Special_values_are_those_of_Math_Pow_but_for_the_stated_two()
    {
        double[] values =
        [
            0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 1.5, -1.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e300, -1e300, 1e-300, -1e-300,
            9007199254740991, 9007199254740992, -9007199254740991, double.Epsilon, double.MaxValue, 0.9999999999999999, -1.0000000000000002,
        ];
        double[] x = [.. values.SelectMany(v => Enumerable.Repeat(v, values.Length))], y = [.. values.SelectMany(_ => values)];
        double[] power = ProgramEvaluator.Run(ElementaryFunction.Expand(Functions.Pow, Precision.Double), x, y);
        for (int i = 0; i < x.Length; i++)
        {
            // The sign of a zero base does not show, and minus infinity is a negative base like others.
            bool negative = double.IsNegativeInfinity(x[i]) && Math.Round(y[i]) != y[i];
            double expected = negative ? double.NaN : Math.Pow(x[i] == 0 ? 0 : x[i], y[i]);
            bool equal = expected.Equals(power[i]) || expected == power[i] || Math.Abs(power[i] - expected) <= 4e-16 * Math.Abs(expected);
            Assert.True(equal, $"Pow({x[i]:R}, {y[i]:R}) = {power[i]:R} instead of {expected:R}.");
        }
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(-2.7)]
    [InlineData(101)]
    public void A_constant_exponent_costs_less_and_is_as_good(double exponent)
    {
        StepProgram general = ElementaryFunction.Expand(Functions.Pow, Precision.Double);
        StepProgram program = ExpandFunctions.Apply(ElementaryFunction.Program(
            Precision.Double, (b, load) => b.Apply(Functions.Pow, load(0), b.Constant(exponent))));
        Assert.True(program.Operations.Length < general.Operations.Length - 8);
        double[] x = ElementaryFunction.Points<double>((-600, 600), 20_000), y = ProgramEvaluator.Run(program, x);
        for (int i = 0; i < x.Length; i++)
        {
            double expected = Math.Pow(x[i], exponent);
            Assert.True(expected.Equals(y[i]) || Math.Abs(y[i] - expected) <= 4e-16 * Math.Abs(expected) + double.Epsilon, $"Pow({x[i]:R}, {exponent}) = {y[i]:R} instead of {expected:R}.");
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2.3)]
    [InlineData(1e-5)]
    public void A_constant_base_folds_its_logarithm_and_keeps_its_precision(double x)
    {
        double[] y = ElementaryFunction.Points<double>((-60, 60), 20_000);
        StepProgram program = ExpandFunctions.Apply(ElementaryFunction.Program(
            Precision.Double, (b, load) => b.Apply(Functions.Pow, b.Constant(x), load(0))));
        StepProgram program32 = ExpandFunctions.Apply(ElementaryFunction.Program(
            Precision.Single, (b, load) => b.Apply(Functions.Pow, b.Constant((float)x), load(0))));
        Assert.True(program.Operations.Count(o => o.Function is not null) < 40);
        float[] y32 = [.. y.Where(v => Math.Abs(v) < 7).Select(v => (float)v)];
        double[] power = ProgramEvaluator.Run(program, y);
        float[] power32 = ProgramEvaluator.Run(program32, y32);
        for (int i = 0; i < y.Length; i++) Assert.True(Witness.Pow(x, y[i]).UlpsTo(power[i], 53) <= DoubleUlps, $"Pow({x}, {y[i]:R}) = {power[i]:R}.");
        for (int i = 0; i < y32.Length; i++)
        {
            Assert.True(((Exact)(DoubleDouble)Math.Pow((float)x, y32[i])).UlpsTo(power32[i], 24) <= SingleUlps, $"Pow({x}, {y32[i]:R}f) = {power32[i]:R}.");
        }
    }

    // Bases of every magnitude and near 1, exponents for results from 0 through the denormals to infinity.
    private static (double[] X, double[] Y) Arguments(int count, double range)
    {
        Random random = new(7);
        double[] x = new double[count], y = new double[count];
        for (int i = 0; i < count; i++)
        {
            double log = ((random.NextDouble() * 2) - 1) * (i % 3 == 0 ? range : i % 3 == 1 ? 1 : Math.Exp(-14 * random.NextDouble()));
            double target = ((random.NextDouble() * 2) - 1) * 1.05 * range * (i % 2 == 0 ? 1 : random.NextDouble());
            x[i] = range > 100 ? Math.Exp(log) : (float)Math.Exp(log);
            y[i] = x[i] == 1 ? target : target / Math.Log(x[i]);
        }

        return (x, y);
    }
}
