using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using Xunit;

namespace NeuronDsl.Tests.Passes.Elementary;

public class WitnessTests
{
    [Fact]
    public void The_witness_agrees_with_mpmath_to_eighty_bits()
    {
        string root = typeof(WitnessTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
        string[] lines = File.ReadAllLines(Path.Combine(root, "Tests", "Passes", "Elementary", "witness.csv"));
        Assert.True(lines.Length > 300);
        foreach (string line in lines)
        {
            string[] fields = line.Split(',');
            double[] x = [.. fields.Skip(1).Select(f => double.Parse(f, CultureInfo.InvariantCulture))];
            Exact ours = ElementaryFunction.Named(fields[0]).Truth(x[0]);
            DoubleDouble expected = new(Math.ScaleB(x[1], -ours.Scale), Math.ScaleB(x[2], -ours.Scale));

            // The low part of a tiny value is denormal, and short of digits itself.
            double tolerance = Math.Max(Math.ScaleB(Math.Abs(expected.High), -80), Math.ScaleB(1, -1074 - ours.Scale));
            double error = Math.Abs((ours.Value - expected).High);
            Assert.True(error <= tolerance, $"{fields[0]}({fields[1]}): off by {error / Math.Abs(expected.High):E1} of the value.");
        }
    }
}
