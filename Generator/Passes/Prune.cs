using System.Collections.Immutable;
using System.Linq;
using System.Runtime.InteropServices;
using NeuronDsl.Generator.Program;

namespace NeuronDsl.Generator.Passes;

/// <summary>Drops the operations that no result needs.</summary>
internal static class Prune
{
    public static StepProgram Apply(StepProgram program)
    {
        bool[] live = new bool[program.Operations.Length];
        foreach (Result result in program.Results) live[result.Value.Index] = true;
        for (int i = live.Length - 1; i >= 0; i--)
        {
            if (!live[i]) continue;
            foreach (Value operand in program.Operations[i].Operands) live[operand.Index] = true;
        }

        int[] index = new int[live.Length];
        int count = 0;
        for (int i = 0; i < live.Length; i++) index[i] = live[i] ? count++ : -1;
        if (count == live.Length) return program;
        ImmutableArray<Operation>.Builder kept = ImmutableArray.CreateBuilder<Operation>(count);
        for (int i = 0; i < live.Length; i++)
        {
            if (live[i]) kept.Add(Moved(program.Operations[i], index));
        }

        return new StepProgram(program.Precision, kept.MoveToImmutable(), [.. program.Results.Select(r => r with { Value = new Value(index[r.Value.Index]) })]);
    }

    private static Operation Moved(Operation operation, int[] index)
    {
        ImmutableArray<Value> operands = operation.Operands;
        bool moved = false;
        foreach (Value operand in operands) moved |= index[operand.Index] != operand.Index;
        if (!moved) return operation;
        Value[] to = new Value[operands.Length];
        for (int k = 0; k < to.Length; k++) to[k] = new(index[operands[k].Index]);
        return operation with { Operands = ImmutableCollectionsMarshal.AsImmutableArray(to) };
    }
}
