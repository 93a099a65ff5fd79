using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Program;
using Xunit;

namespace NeuronDsl.Tests.Passes.Elementary;

/// <summary>The lowered functions in double against double-double arithmetic.</summary>
public class DoublePrecisionTests
{
    public static IEnumerable<object[]> Names => SinglePrecisionTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void The_error_stays_within_the_stated_bound(string name)
    {
        ElementaryFunction f = ElementaryFunction.Named(name);
        double[] x = ElementaryFunction.Points<double>(f.Double, 200_000);
        StepProgram program = ElementaryFunction.Expand(f.Function, Precision.Double);
        double[] y = ProgramEvaluator.Run(program, x), contracted = ProgramEvaluator.Run(Contract.Apply(program), x);
        for (int i = 0; i < x.Length; i++)
        {
            Exact exact = f.Truth(x[i]);
            double ulps = exact.UlpsTo(y[i], 53), contractedUlps = exact.UlpsTo(contracted[i], 53);
            if (!(ulps <= f.Ulps.Double)) Assert.Fail($"{name}({x[i]:R}) = {y[i]:R} is off by {ulps:F2} ulp.");
            if (!(contractedUlps <= f.Ulps.Double)) Assert.Fail($"{name}({x[i]:R}) = {contracted[i]:R}, contracted, is off by {contractedUlps:F2} ulp.");
        }
    }

    [Theory]
    [InlineData("Sin")]
    [InlineData("Cos")]
    [InlineData("Tan")]
    public void The_error_stays_within_the_stated_bound_next_to_zeros_and_poles(string name)
    {
        ElementaryFunction f = ElementaryFunction.Named(name);
        double[] x = [.. Enumerable.Range(1, 100_000).Select(k => (6.0 * k + (k % 5)) * (Math.PI / 2))];
        double[] y = ProgramEvaluator.Run(ElementaryFunction.Expand(f.Function, Precision.Double), x);
        for (int i = 0; i < x.Length; i++)
        {
            double ulps = f.Truth(x[i]).UlpsTo(y[i], 53);
            if (!(ulps <= f.Ulps.Double)) Assert.Fail($"{name}({x[i]:R}) = {y[i]:R} is off by {ulps:F2} ulp.");
        }
    }
}
