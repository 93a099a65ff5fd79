using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Microcode;

namespace MicrocodeSample;

/// <summary>Programs that differ from another in how one operation rounds, or how far it shifts.</summary>
internal static class Mutants
{
    /// <summary>The mutants at one operation.</summary>
    public static IEnumerable<FixedProgram> Of(FixedProgram program, int index)
    {
        FixedOperation operation = program.Operations[index];
        FixedRounding other = operation.Rounding == FixedRounding.Floor ? FixedRounding.Nearest : FixedRounding.Floor;
        yield return With(program, index, operation with { Rounding = other });
        if (operation.Opcode != FixedOpcode.Multiply) yield break;

        // One bit further, and a factor's fraction one bit longer, so that formats still fit.
        int factor = operation.Operands[1];
        FixedOperation source = program.Operations[factor];
        if (source.Opcode != FixedOpcode.Constant) yield break;
        var operations = program.Operations.Insert(factor + 1, new FixedOperation { Opcode = FixedOpcode.Relabel, Operands = [factor], Type = source.Type with { Fraction = source.Type.Fraction + 1 }, Range = source.Range });
        for (int i = factor + 2; i < operations.Length; i++)
        {
            FixedOperation o = operations[i];
            operations = operations.SetItem(i, o with { Operands = [.. o.Operands.Select(p => p > factor ? p + 1 : p)] });
        }

        FixedOperation moved = operations[index + 1];
        operations = operations.SetItem(index + 1, moved with { Shift = moved.Shift + 1, Operands = moved.Operands.SetItem(1, factor + 1), Range = moved.Range with { Proven = false } });
        yield return program with { Operations = operations };
    }

    /// <summary>The program without random bits.</summary>
    public static FixedProgram ToNearest(FixedProgram program) => program with
    {
        Streams = 0,
        Operations = [.. program.Operations.Select(o => o.Rounding == FixedRounding.Stochastic ? o with { Rounding = FixedRounding.Nearest, Stream = 0 } : o)],
    };

    private static FixedProgram With(FixedProgram program, int index, FixedOperation operation) => program with { Operations = program.Operations.SetItem(index, operation) };
}
