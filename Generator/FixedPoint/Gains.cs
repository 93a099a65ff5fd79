using System;
using System.Linq;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Ranges;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.FixedPoint;

/// <summary>By how much a state moves with each value of a step: the greatest slope over the bounds of all values, by the chain rule.</summary>
internal static class Gains
{
    /// <summary>The gains of a state.</summary>
    /// <param name="program">The step.</param>
    /// <param name="ranges">Where its values lie.</param>
    /// <param name="next">The state after the step.</param>
    public static double[] Of(StepProgram program, Interval[] ranges, Value next)
    {
        double[] gains = new double[ranges.Length];
        gains[next.Index] = 1;
        for (int i = next.Index; i >= 0; i--)
        {
            Operation operation = program.Operations[i];
            if (gains[i] == 0 || operation.Function is not { } f || operation.Type == TermType.Bool) continue;
            int[] o = [.. operation.Operands.Select(v => v.Index)];
            double[] slopes = f == Functions.Select || f == Functions.SelectRarely
                ? [0, 1, 1]
                : [.. Tabulation.Partials(f, [.. o.Select(v => ranges[v])], ranges[i]).Select(p => p.Magnitude)];
            for (int k = 0; k < o.Length; k++) if (slopes[k] > 0) gains[o[k]] += gains[i] * slopes[k];
        }

        return gains;
    }
}
