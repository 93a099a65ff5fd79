using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Ranges;

/// <summary>Runs a step in double precision and notes between which bounds every value was: what is said where nothing can be proven.</summary>
internal static class Profile
{
    /// <summary>The hull of every value over runs with inputs that are constant, change by jumps, and are drawn anew in each step.</summary>
    /// <param name="program">A step with all parameters built in.</param>
    /// <param name="initial">The initial states.</param>
    /// <param name="inputs">The bounds of the inputs.</param>
    /// <param name="clamps">Bounds that states are clamped to.</param>
    /// <param name="steps">The steps of each run.</param>
    public static Interval[] Run(
        StepProgram program, IReadOnlyDictionary<Symbol, double> initial, IReadOnlyDictionary<Symbol, Interval> inputs, IReadOnlyDictionary<Symbol, Interval> clamps, int steps)
    {
        double[] low = new double[program.Operations.Length], high = new double[low.Length], values = new double[low.Length];
        for (int i = 0; i < low.Length; i++) (low[i], high[i]) = (double.PositiveInfinity, double.NegativeInfinity);
        uint noise = 12345;
        for (int run = 0; run < 8; run++)
        {
            Dictionary<Symbol, double> state = initial.ToDictionary(p => p.Key, p => p.Value);
            Dictionary<Symbol, double> input = inputs.ToDictionary(p => p.Key, p => p.Value.Low + (p.Value.Width * Math.Min(run, 4) / 4));
            for (int step = 0; step < steps; step++)
            {
                if (run > 4 && step % (run == 5 ? 1 : run == 6 ? 40 : 400) == 0) foreach (Symbol s in inputs.Keys) input[s] = inputs[s].Low + (inputs[s].Width * Draw());
                for (int i = 0; i < values.Length; i++)
                {
                    Operation o = program.Operations[i];
                    values[i] = o.Symbol is { } s ? state.TryGetValue(s, out double x) ? x : input[s]
                        : o.Function is null ? o.Constant
                        : o.Function.Evaluate([.. o.Operands.Select(v => values[v.Index])]);
                    low[i] = Math.Min(low[i], values[i]);
                    high[i] = Math.Max(high[i], values[i]);
                }

                foreach (Result result in program.Results.Where(r => state.ContainsKey(r.Target)))
                {
                    double next = values[result.Value.Index];
                    state[result.Target] = clamps.TryGetValue(result.Target, out Interval clamp) ? Math.Min(Math.Max(next, clamp.Low), clamp.High) : next;
                }
            }
        }

        return [.. low.Zip(high, (a, b) => double.IsNaN(a + b) ? Interval.All : new Interval(a, b))];

        double Draw() => (noise = unchecked((noise * 1664525) + 1013904223)) / 4294967296.0;
    }
}
