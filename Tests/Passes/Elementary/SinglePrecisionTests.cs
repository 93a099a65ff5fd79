using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Program;
using Xunit;

namespace NeuronDsl.Tests.Passes.Elementary;

/// <summary>The lowered functions in float against System.Math in double.</summary>
public class SinglePrecisionTests
{
    public static IEnumerable<object[]> Names => ElementaryFunction.All.Select(f => new object[] { f.Function.Name });

    [Theory]
    [MemberData(nameof(Names))]
    public void The_error_stays_within_the_stated_bound(string name)
    {
        ElementaryFunction f = ElementaryFunction.Named(name);
        float[] x = ElementaryFunction.Points<float>(f.Single, 200_000);
        StepProgram program = ElementaryFunction.Expand(f.Function, Precision.Single);
        foreach (StepProgram form in new[] { program, Contract.Apply(program) })
        {
            float[] y = ProgramEvaluator.Run(form, x);
            for (int i = 0; i < x.Length; i++)
            {
                double ulps = ((Exact)(DoubleDouble)f.Function.Evaluate([x[i]])).UlpsTo(y[i], 24);
                if (!(ulps <= f.Ulps.Single)) Assert.Fail($"{name}({x[i]:R}) = {y[i]:R} is off by {ulps:F2} ulp.");
            }
        }
    }
}
