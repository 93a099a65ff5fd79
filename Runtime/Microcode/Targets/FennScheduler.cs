using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Microcode.Isa;

namespace NeuronDsl.Microcode.Targets;

/// <summary>
/// What a vector load brings may not be read by the next instruction: another that neither needs waits for is moved between, or one that does nothing.
/// </summary>
internal static class FennScheduler
{
    private const int Window = 24;

    /// <summary>Keeps loads and their first uses apart.</summary>
    /// <param name="lines">Straight-line code with numbered registers, except for a branch at its end.</param>
    /// <param name="set">The machine's instructions.</param>
    public static void Separate(List<VirtualCode.Line> lines, InstructionSet set)
    {
        for (int i = 0; i < lines.Count; i++)
        {
            int next = Next(lines, i);
            if (lines[i].Instruction is not { } load || next < 0 || !IsHazard(load, lines[next].Instruction!)) continue;
            int filler = Find(lines, i, next, load);
            if (filler < 0 && Before(lines, i, next, load) is { } earlier and >= 0)
            {
                VirtualCode.Line passed = lines[earlier];
                lines.Insert(i + 1, passed);
                lines.RemoveAt(earlier);
                continue;
            }

            if (filler < 0)
            {
                lines.Insert(next, new VirtualCode.Line(new Instruction(set["addi"], 0, 0, 0) { Comment = "wait for the load" }, null, null));
                continue;
            }

            VirtualCode.Line moved = lines[filler];
            lines.RemoveAt(filler);
            lines.Insert(next, moved);
        }
    }

    /// <summary>Whether the second instruction reads too early what the first loads.</summary>
    public static bool IsHazard(Instruction first, Instruction second) =>
        first.Opcode.Mnemonic is "vloadv" or "vloadl" && Reads(second).Contains((OperandKind.Vector, first.Operands[0]));

    private static int Next(List<VirtualCode.Line> lines, int i)
    {
        for (int k = i + 1; k < lines.Count; k++)
        {
            if (lines[k].Label is not null) return -1;
            if (lines[k].Instruction is not null) return k;
        }

        return -1;
    }

    // The instruction before the load, if the load may as well come first.
    private static int Before(List<VirtualCode.Line> lines, int at, int use, Instruction load)
    {
        int k = at - 1;
        while (k >= 0 && lines[k].Label is null && lines[k].Instruction is null) k--;
        if (k < 0 || lines[k].Instruction is not { } candidate || IsJump(candidate)) return -1;
        int first = k - 1;
        while (first >= 0 && lines[first].Instruction is null) first--;
        return !Conflict(candidate, load) && !IsHazard(load, candidate) && !IsHazard(candidate, lines[use].Instruction!)
            && (first < 0 || !IsHazard(lines[first].Instruction!, load)) ? k : -1;
    }

    // A later instruction that may as well come before all from the use on.
    private static int Find(List<VirtualCode.Line> lines, int at, int use, Instruction load)
    {
        List<Instruction> passed = [];
        for (int k = use; k < Math.Min(lines.Count, at + Window); k++)
        {
            if (lines[k].Label is not null) break;
            if (lines[k].Instruction is not { } candidate) continue;
            if (IsJump(candidate)) break;
            if (k > use && passed.All(p => !Conflict(p, candidate)) && !IsHazard(load, candidate)
                && !IsHazard(candidate, lines[use].Instruction!)) return k;
            passed.Add(candidate);
        }

        return -1;
    }

    private static bool Conflict(Instruction first, Instruction second)
    {
        var writes = Writes(first);
        var later = Writes(second);
        return Reads(second).Any(writes.Contains) || later.Any(w => writes.Contains(w) || Reads(first).Contains(w))
            || (Touches(first) && Touches(second) && (IsStore(first) || IsStore(second))) || (Draws(first) && Draws(second));
    }

    private static bool IsJump(Instruction i) => i.Label is not null || i.Opcode.Mnemonic is "jal" or "jalr" or "ecall";

    private static bool IsStore(Instruction i) => i.Opcode.Mnemonic is "vstorev" or "vstorel" or "sw";

    private static bool Touches(Instruction i) => IsStore(i) || i.Opcode.Mnemonic is "vloadv" or "vloadl" or "lw";

    private static bool Draws(Instruction i) => i.Opcode.Mnemonic.EndsWith("_rs", StringComparison.Ordinal) || i.Opcode.Mnemonic == "vrng";

    private static IReadOnlyList<(OperandKind, int)> Writes(Instruction i) =>
        [.. i.Opcode.Operands.Zip(i.Operands).Where(o => o.First.IsDestination).Select(o => (o.First.Kind, o.Second))];

    private static IReadOnlyList<(OperandKind, int)> Reads(Instruction i) =>
    [
        .. i.Opcode.Operands.Zip(i.Operands)
            .Where(o => o.First.Kind is OperandKind.Scalar or OperandKind.Vector && (!o.First.IsDestination || i.Opcode.ReadsDestination))
            .Select(o => (o.First.Kind, o.Second)),
    ];
}
