using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
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
        List<Operation> kept = [];
        for (int i = 0; i < live.Length; i++)
        {
            if (!live[i]) continue;
            index[i] = kept.Count;
            Operation operation = program.Operations[i];
            bool moved = false;
            foreach (Value operand in operation.Operands) moved |= index[operand.Index] != operand.Index;
            kept.Add(moved ? operation with { Operands = [.. operation.Operands.Select(o => new Value(index[o.Index]))] } : operation);
        }

        return new StepProgram(program.Precision, [.. kept], [.. program.Results.Select(r => r with { Value = new Value(index[r.Value.Index]) })]);
    }
}
