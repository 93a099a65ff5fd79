using System;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;
using NeuronDsl.Tests.Passes.Elementary;
using Xunit;

namespace NeuronDsl.Tests.Passes;

public sealed class ShareExponentialsTests
{
    private static readonly double[] Potentials = [.. Enumerable.Range(0, 4001).Select(i => -100 + (0.04 * i))];

    [Theory]
    [InlineData(new[] { -80.0, -20, -10, -40 }, 1)]
    [InlineData(new[] { -80.0, -18, -20, -10 }, 2)]
    [InlineData(new[] { 5.0, -5, 10, -10 }, 2)]
    [InlineData(new[] { 7.0, 5, 3 }, 3)]
    public void Exponentials_whose_arguments_are_multiples_become_powers_of_one(double[] scales, int exponentials)
    {
        StepProgram program = ElementaryFunction.Program(Precision.Double, (b, load) =>
        {
            Value sum = b.Constant(0);
            for (int k = 0; k < scales.Length; k++)
            {
                Value argument = b.Multiply(b.Add(load(0), b.Constant(60 + (3 * k))), b.Constant(1 / scales[k]));
                sum = b.Add(sum, b.Multiply(b.Constant(k + 1), b.Apply(Functions.Exp, argument)));
            }

            return sum;
        });
        StepProgram shared = ShareExponentials.Apply(program);
        Assert.Equal(exponentials, shared.Operations.Count(o => o.Function == Functions.Exp));
        AssertClose(program, shared, 2e-14);
    }

    [Fact]
    public void A_linear_exponential_rate_is_exact_at_and_around_its_singularity_and_takes_one_division()
    {
        StepProgram program = ElementaryFunction.Program(Precision.Double, (b, load) =>
            b.Divide(b.Constant(10), b.Apply(Functions.ExpRel, b.Multiply(b.Add(load(0), b.Constant(40)), b.Constant(-0.1)))));
        StepProgram shared = ShareExponentials.Apply(program);
        Assert.Single(shared.Operations, o => o.Function == Functions.Divide);
        double[] near = [-40, Math.BitIncrement(-40), Math.BitDecrement(-40), -40 + 1e-9, -39.99, -37.51, -37.49, -42.51, -1000, 1000];
        double[] rates = ProgramEvaluator.Run(ExpandFunctions.Apply(shared), near);
        for (int i = 0; i < near.Length; i++)
        {
            double x = (near[i] + 40) / 10, expected = 10 / (x == 0 ? 1 : (1 - Math.Exp(-x)) / x);
            Assert.Equal(1, rates[i] / (Math.Abs(x) < 1e-3 ? 10 * (1 + (x / 2) + (x * x / 12)) : expected), 1e-13);
        }

        AssertClose(program, shared, 2e-14);
    }

    [Fact]
    public void Steady_states_by_tangents_share_exponentials_with_each_other_and_with_cosines()
    {
        // 1/2 (1 + tanh((v + 1) / 30)), 1.5 - tanh((v + 5) / 15), cosh((v - 2) / 60): powers of one exponential.
        StepProgram program = ElementaryFunction.Program(Precision.Double, (b, load) =>
        {
            Value Scaled(double shift, double scale) => b.Multiply(b.Add(load(0), b.Constant(shift)), b.Constant(1 / scale));
            Value first = b.Multiply(b.Constant(0.5), b.Add(b.Constant(1), b.Apply(Functions.Tanh, Scaled(1, 30))));
            Value second = b.Subtract(b.Constant(1.5), b.Apply(Functions.Tanh, Scaled(5, 15)));
            return b.Add(b.Multiply(first, second), b.Apply(Functions.Cosh, Scaled(-2, 60)));
        });
        StepProgram shared = ShareExponentials.Apply(program);
        Assert.DoesNotContain(shared.Operations, o => o.Function == Functions.Tanh || o.Function == Functions.Cosh);
        Assert.Equal(2, shared.Operations.Count(o => o.Function == Functions.Exp));
        AssertClose(program, shared, 2e-14);
    }

    [Fact]
    public void Tangents_whose_last_digits_count_and_cosines_alone_stay()
    {
        StepProgram program = ElementaryFunction.Program(Precision.Double, (b, load) =>
            b.Add(b.Add(b.Constant(0.5), b.Apply(Functions.Tanh, load(0))), b.Apply(Functions.Cosh, load(0))));
        Assert.Equal(2, ShareExponentials.Apply(program).Operations.Count(o => o.Function == Functions.Tanh || o.Function == Functions.Cosh));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(-3)]
    [InlineData(1e-6)]
    public void The_factor_of_a_linear_exponential_rate_goes_into_its_denominator(double factor)
    {
        StepProgram program = ElementaryFunction.Program(Precision.Double, (b, load) =>
            b.Divide(b.Constant(factor), b.Apply(Functions.ExpRel, b.Multiply(b.Add(load(0), b.Constant(40)), b.Constant(-0.1)))));
        StepProgram shared = ReduceStrength.Apply(ShareExponentials.Apply(program));
        Assert.DoesNotContain(shared.Operations, o => o.Function == Functions.Multiply && o.Operands.Any(v => shared[v].Function == Functions.SelectRarely));
        AssertClose(program, shared, 2e-14);
    }

    [Fact]
    public void A_factor_beyond_the_range_of_a_float_is_left_alone()
    {
        StepProgram program = ElementaryFunction.Program(Precision.Single, (b, load) => b.Add(
            b.Apply(Functions.Exp, load(0)), b.Apply(Functions.Exp, b.Add(load(0), b.Constant(90)))));
        Assert.Equal(2, ShareExponentials.Apply(program).Operations.Count(o => o.Function == Functions.Exp));
    }

    private static void AssertClose(StepProgram expected, StepProgram actual, double tolerance)
    {
        double[] a = ProgramEvaluator.Run(ExpandFunctions.Apply(expected), Potentials), b = ProgramEvaluator.Run(ExpandFunctions.Apply(actual), Potentials);
        for (int i = 0; i < a.Length; i++) Assert.Equal(1, b[i] / a[i], tolerance);
    }
}
