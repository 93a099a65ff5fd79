using System;
using NeuronDsl.Generator.Symbolics;
using Xunit;

namespace NeuronDsl.Tests.Symbolics;

public class FusedArithmeticTests
{
    [Fact]
    public void A_folded_fused_multiply_add_is_the_hardware_s()
    {
        Random random = new(3);
        double Any() => (random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-40, 40));
        for (int i = 0; i < 100_000; i++)
        {
            double a = Any(), b = Any(), c = i % 2 == 0 ? Any() : -a * b;
            Assert.Equal(Math.FusedMultiplyAdd(a, b, c), FusedArithmetic.MultiplyAdd(a, b, c));
        }

        foreach (double x in new[] { 0, double.MaxValue, double.PositiveInfinity, double.NaN })
        {
            Assert.Equal(Math.FusedMultiplyAdd(x, 2, 1), FusedArithmetic.MultiplyAdd(x, 2, 1));
        }
    }

    [Fact]
    public void A_folded_scale_rounds_once()
    {
        Random random = new(4);
        for (int i = 0; i < 100_000; i++)
        {
            double x = (random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-1070, 1020));
            int n = random.Next(-2200, 2200);
            Assert.Equal(Math.ScaleB(x, n), FusedArithmetic.Scale(x, n));
        }

        Assert.Equal(double.PositiveInfinity, FusedArithmetic.Scale(double.PositiveInfinity, -2200));
        Assert.Equal(double.PositiveInfinity, FusedArithmetic.Scale(1, double.PositiveInfinity));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0.75, 0)]
    [InlineData(1.4999999999999998, 0)]
    [InlineData(1.5, 1)]
    [InlineData(0.7499999999999999, -1)]
    [InlineData(double.Epsilon, -1074)]
    [InlineData(double.MaxValue, 1024)]
    public void A_mantissa_lies_from_three_quarters_up_to_three_halves(double x, int exponent)
    {
        Assert.Equal(exponent, Functions.Exponent.Evaluate([x]));
        Assert.Equal(Math.ScaleB(x, -exponent), Functions.Mantissa.Evaluate([x]));
    }
}
