using System;
using System.Linq;
using MicrocodeSample;
using NeuronDsl.Generator.Symbolics;
using Xunit;

namespace NeuronDsl.Tests.Microcode.Samples;

/// <summary>The reference of the proofs' search, many neurons at once, beside the function table's own values.</summary>
public sealed class RealKernelTests
{
    private static readonly double[] Values = [0, -0.0, 1, -1, 0.5, 35.7, -1e300, 1e-310, double.MaxValue, double.PositiveInfinity, double.NegativeInfinity, double.NaN];

    [Fact]
    public void Loops_give_the_bits_of_the_function_table()
    {
        Function[] functions = [.. RealKernels.WithLoops];
        Assert.Contains(Functions.Multiply, functions);
        foreach (Function function in functions)
        {
            // All combinations of values, in one row of neurons whose length no vector divides.
            int count = (int)Math.Pow(Values.Length, function.Arity) - 1;
            double[][] arguments = [.. Enumerable.Range(0, function.Arity).Select(k => Enumerable.Range(0, count).Select(i => Values[i / (int)Math.Pow(Values.Length, k) % Values.Length]).ToArray())];
            double[] found = new double[count + 1], expected = new double[count + 1];
            RealKernels.Of(function)(arguments, found, count);
            RealKernels.ByRow(function)(arguments, expected, count);
            for (int i = 0; i < count; i++)
            {
                Assert.True(
                    BitConverter.DoubleToInt64Bits(found[i]) == BitConverter.DoubleToInt64Bits(expected[i]) || (double.IsNaN(found[i]) && double.IsNaN(expected[i])),
                    $"{function.Name}({string.Join(", ", arguments.Select(a => a[i]))}) = {found[i]:R}, by the table {expected[i]:R}");
            }

            Assert.Equal(0, found[count]);
        }
    }
}
