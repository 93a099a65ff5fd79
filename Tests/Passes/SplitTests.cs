using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;
using NeuronDsl.Tests.Passes.Elementary;
using Xunit;

namespace NeuronDsl.Tests.Passes;

public sealed class SplitTests
{
    [Fact]
    public void A_short_program_stays_whole()
    {
        StepProgram program = Chain(Split.Whole / 2);
        SplitProgram split = Split.Apply(program);
        Assert.Same(program, Assert.Single(split.Parts));
        Assert.Equal(0, split.ScratchRows);
    }

    [Fact]
    public void A_long_program_runs_in_parts_that_leave_the_same_results()
    {
        StepProgram program = Chain(400);
        SplitProgram split = Split.Apply(program);
        Assert.InRange(split.Parts.Count, 5, 12);
        Assert.InRange(split.ScratchRows, 1, 6);

        // Operations are neither lost nor done twice.
        Assert.Equal(program.Operations.Count(o => o.Function is not null), split.Parts.Sum(p => p.Operations.Count(o => o.Function is not null)));

        foreach (double x in new[] { 0.3, -1.7 })
        {
            Dictionary<string, double> whole = Run(program, new() { ["x"] = x, ["y"] = 0.5 }), memory = new() { ["x"] = x, ["y"] = 0.5 };
            foreach (StepProgram part in split.Parts)
            {
                foreach (KeyValuePair<string, double> result in Run(part, memory)) memory[result.Key] = result.Value;
            }

            Assert.Equal(whole["x"], memory["x"]);
            Assert.Equal(whole["y"], memory["y"]);
        }
    }

    // Two states through many steps of a coupled map; y's new value is known half-way, while x is read to the end.
    private static StepProgram Chain(int length)
    {
        ProgramBuilder b = new(Precision.Double);
        Symbol x = new(SymbolKind.State, "x"), y = new(SymbolKind.State, "y");
        Value first = b.Load(x), second = b.Load(y);
        for (int i = 0; i < length / 2; i++)
        {
            (first, second) = (b.Add(b.Multiply(first, second), b.Load(x)), b.Subtract(second, b.Multiply(first, b.Constant(0.01 * (i + 1)))));
            if (i == length / 4) b.SetResult(y, second);
        }

        b.SetResult(x, first);
        return Prune.Apply(b.Build());
    }

    private static Dictionary<string, double> Run(StepProgram program, Dictionary<string, double> memory)
    {
        double[] values = new double[program.Operations.Length];
        for (int i = 0; i < values.Length; i++)
        {
            Operation operation = program.Operations[i];
            values[i] = operation.Symbol is not null ? memory[operation.Symbol.Name]
                : operation.IsConstant ? operation.Constant
                : operation.Function!.Evaluate([.. operation.Operands.Select(o => values[o.Index])]);
        }

        return program.Results.ToDictionary(r => r.Target.Name, r => values[r.Value.Index]);
    }
}
