using System;
using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Microcode.Isa;

/// <summary>Words as text.</summary>
public static class Disassembler
{
    /// <summary>A line for each word; a word that is no instruction becomes ".word 0x...".</summary>
    /// <param name="words">The words.</param>
    /// <param name="set">The machine's instructions.</param>
    /// <param name="origin">The address of the first word; jumps show the address to which they go.</param>
    public static IEnumerable<string> Disassemble(IReadOnlyList<uint> words, InstructionSet set, uint origin = 0)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(set);
        return words.Select((word, i) => set.Decode(word) is { } instruction
            ? InstructionText.Print(instruction, distance => $"0x{unchecked(origin + (uint)(4 * i + distance)):x}")
            : $".word 0x{word:x8}");
    }
}
