using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace NeuronDsl.Microcode.Isa;

/// <summary>How instructions and their operands are written.</summary>
internal static class InstructionText
{
    private static readonly string[] Groups = ["m1", "m2", "m4", "m8", "?", "mf8", "mf4", "mf2"];

    /// <summary>Labels at the margin, instructions indented, comments behind.</summary>
    public static string Print(MachineCode code)
    {
        ILookup<int, string> labels = code.Labels.ToLookup(l => l.Value, l => l.Key);
        ILookup<int, string> remarks = code.Remarks.ToLookup(r => r.Index, r => r.Text);
        StringBuilder text = new();
        for (int i = 0; i <= code.Instructions.Count; i++)
        {
            foreach (string label in labels[i]) text.Append(label).Append(":\n");
            foreach (string remark in remarks[i]) text.Append("    # ").Append(remark).Append('\n');
            if (i == code.Instructions.Count) break;
            Instruction instruction = code.Instructions[i];
            string line = Print(instruction, distance => instruction.Label ?? Relative(distance));
            text.Append("    ").Append(instruction.Comment is null ? line : $"{line,-34} # {instruction.Comment}").Append('\n');
        }

        return text.ToString();
    }

    /// <summary>One instruction.</summary>
    /// <param name="instruction">Which.</param>
    /// <param name="target">How the place to which it jumps is written, from its distance in bytes.</param>
    public static string Print(Instruction instruction, Func<int, string> target)
    {
        StringBuilder text = new(instruction.Opcode.Mnemonic);
        string gap = " ";
        int next = 0;
        foreach (object part in instruction.Opcode.Syntax)
        {
            text.Append(gap);
            gap = "";
            if (part is string literal) text.Append(literal == "," ? ", " : literal);
            else text.Append(Print((Operand)part, instruction.Operands[next++], target));
        }

        return text.ToString();
    }

    private static string Print(Operand operand, int value, Func<int, string> target) => operand.Kind switch
    {
        OperandKind.Scalar => InstructionSet.ScalarName(value),
        OperandKind.Vector => $"v{value}",
        OperandKind.Target => target(value),
        OperandKind.Csr => InstructionSet.CsrName(value),
        OperandKind.VectorType => PrintVectorType(value),
        OperandKind.Mask => value == 0 ? ", v0.t" : "",
        _ => operand.Name == "imm" && operand.Least == 0 ? $"0x{value:x}" : value.ToString(CultureInfo.InvariantCulture),
    };

    private static string Relative(int distance) => distance < 0 ? $". - {-distance}" : $". + {distance}";

    private static string PrintVectorType(int value) =>
        $"e{8 << (value >> 3 & 7)}, {Groups[value & 7]}, t{((value & 0x40) != 0 ? "a" : "u")}, m{((value & 0x80) != 0 ? "a" : "u")}";

    /// <summary>The number that a vector type's text "e16, m1, ta, ma" stands for, or -1.</summary>
    public static int ParseVectorType(string text)
    {
        string[] parts = [.. text.Split(',').Select(p => p.Trim())];
        if (parts.Length != 4) return -1;
        int width = Array.IndexOf(["e8", "e16", "e32"], parts[0]), group = Array.IndexOf(Groups, parts[1]);
        int tail = Array.IndexOf(["tu", "ta"], parts[2]), mask = Array.IndexOf(["mu", "ma"], parts[3]);
        return width < 0 || group < 0 || tail < 0 || mask < 0 ? -1 : mask << 7 | tail << 6 | width << 3 | group;
    }
}
