using System;
using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Microcode.Isa;

/// <summary>An instruction with its operands, in the order in which they are written; a jump may name a label instead of a distance.</summary>
public sealed class Instruction
{
    /// <summary>An instruction.</summary>
    /// <param name="opcode">Which.</param>
    /// <param name="operands">A value for each of its operands; a missing last one is "not masked".</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public Instruction(Opcode opcode, params int[] operands)
    {
        ArgumentNullException.ThrowIfNull(opcode);
        ArgumentNullException.ThrowIfNull(operands);
        IReadOnlyList<Operand> wanted = opcode.Operands;
        if (operands.Length == wanted.Count - 1 && wanted[^1].Kind == OperandKind.Mask) operands = [.. operands, 1];
        if (operands.Length != wanted.Count)
            throw new ArgumentException($"{opcode} has the operands {string.Join(", ", wanted.Select(o => o.Name))}; {operands.Length} are given.", nameof(operands));
        Opcode = opcode;
        Operands = operands;
    }

    /// <summary>Which instruction.</summary>
    public Opcode Opcode { get; }

    /// <summary>The operands' values: numbers of registers, immediates.</summary>
    public IReadOnlyList<int> Operands { get; }

    /// <summary>The label to which it jumps, in place of its <see cref="OperandKind.Target"/>.</summary>
    public string? Label { get; init; }

    /// <summary>What it is for, printed in listings.</summary>
    public string? Comment { get; init; }

    /// <summary>The instruction's word, its label taken to be <paramref name="distance"/> bytes away.</summary>
    internal uint Encode(int distance = 0)
    {
        uint word = Opcode.Match;
        for (int i = 0; i < Operands.Count; i++)
        {
            Operand operand = Opcode.Operands[i];
            word |= operand.Encode(Label is not null && operand.Kind == OperandKind.Target ? distance : Operands[i]);
        }

        return word;
    }

    /// <summary>The instruction with other operands.</summary>
    internal Instruction With(params int[] operands) => new(Opcode, operands) { Label = Label, Comment = Comment };
}
