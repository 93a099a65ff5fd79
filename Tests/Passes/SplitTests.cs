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
        StepProgram program = Chain(Split.Whole / 6);
        SplitProgram split = Split.Apply(program);
        Assert.Same(program, Assert.Single(split.Parts));
        Assert.Equal(0, split.ScratchRows);
    }

    [Fact]
    public void A_long_program_runs_in_parts_that_leave_the_same_results()
    {
        StepProgram program = Chain(400);
        SplitProgram split = Split.Apply(program);
        Assert.InRange(split.Parts.Count, (800 / Split.Whole) + 1, 40);
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

    [Fact]
    public void The_cuts_fall_where_the_fewest_values_are_alive()
    {
        // Stages that each start from one value and spread it over many.
        ProgramBuilder b = new(Precision.Double);
        Symbol x = new(SymbolKind.State, "x");
        Value value = b.Load(x);
        const int Stages = 6, Width = 20;
        for (int stage = 0; stage < Stages; stage++)
        {
            Value[] wide = [.. Enumerable.Range(0, Width).Select(k => b.Multiply(value, b.Constant(stage + (0.1 * k) + 2)))];
            value = Sum([.. wide.Select(w => b.Apply(Functions.Sqrt, w))]);
        }

        // By halves: what takes long is the arithmetic, not a chain that more cuts would overlap.
        Value Sum(Value[] terms) => terms.Length == 1 ? terms[0] : b.Add(Sum(terms[..(terms.Length / 2)]), Sum(terms[(terms.Length / 2)..]));

        b.SetResult(x, value);
        SplitProgram split = Split.Apply(b.Build());
        Assert.Equal(Stages, split.Parts.Count);
        Assert.Equal(1, split.ScratchRows);
    }

    [Fact]
    public void A_block_is_as_many_neurons_as_the_first_level_cache_holds()
    {
        Assert.Equal(256, Split.Apply(Chain(400)).BlockSize);
        Assert.InRange(Split.Apply(Wide(60)).BlockSize * 60 * sizeof(double), 1, 32 * 1024);

        // Every value is made at the beginning and needed at the end.
        static StepProgram Wide(int values)
        {
            ProgramBuilder b = new(Precision.Double);
            Symbol x = new(SymbolKind.State, "x");
            Value[] made = [.. Enumerable.Range(0, values).Select(k => b.Multiply(b.Load(x), b.Constant(k + 2)))];
            Value sum = b.Load(x);
            for (int k = 0; k < 3 * Split.Whole; k++) sum = b.Apply(Functions.Sqrt, sum);
            b.SetResult(x, made.Aggregate(sum, b.Add));
            return b.Build();
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
