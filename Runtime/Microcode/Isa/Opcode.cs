using System;
using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Microcode.Isa;

/// <summary>An instruction of an instruction set: its mnemonic, the fixed bits of its word, and how its operands are written.</summary>
public sealed class Opcode
{
    internal Opcode(string mnemonic, uint match, IReadOnlyList<object> syntax)
    {
        Mnemonic = mnemonic;
        Match = match;
        Syntax = syntax;
        Operands = [.. syntax.OfType<Operand>()];
        Mask = ~Operands.Aggregate(0u, (mask, o) => mask | o.Mask);
        if ((match & ~Mask) != 0) throw new ArgumentException($"The fixed bits 0x{match:x8} of {mnemonic} overlap its operands.", nameof(match));
    }

    /// <summary>The name: addi, vwmul.vv.</summary>
    public string Mnemonic { get; }

    /// <summary>The operands in the order in which they are written.</summary>
    public IReadOnlyList<Operand> Operands { get; }

    /// <summary>The bits that are the same in every word of this instruction: a word is this instruction if word &amp; Mask == Match.</summary>
    public uint Match { get; }

    /// <summary>Which bits those are.</summary>
    public uint Mask { get; }

    /// <summary>Whether it reads the register that it writes.</summary>
    public bool ReadsDestination => Mnemonic is "vsel" || Mnemonic.StartsWith("vwmacc", StringComparison.Ordinal) || Mnemonic.StartsWith("vmacc", StringComparison.Ordinal)
        || Mnemonic.StartsWith("vmadd", StringComparison.Ordinal) || Mnemonic.StartsWith("vnms", StringComparison.Ordinal);

    /// <summary>Operands (<see cref="Operand"/>) and the characters between them (<see cref="string"/>).</summary>
    internal IReadOnlyList<object> Syntax { get; }

    /// <inheritdoc/>
    public override string ToString() => Mnemonic;
}
