using System;
using System.Linq;

namespace NeuronDsl.Microcode.Isa;

/// <summary>What an operand of an instruction is.</summary>
public enum OperandKind
{
    /// <summary>A scalar register, x0 to x31.</summary>
    Scalar,

    /// <summary>A vector register, v0 to v31.</summary>
    Vector,

    /// <summary>A number in the instruction.</summary>
    Immediate,

    /// <summary>A distance in bytes from the instruction to another, written as a label.</summary>
    Target,

    /// <summary>A control and status register.</summary>
    Csr,

    /// <summary>The element width, group size and policies of vector instructions.</summary>
    VectorType,

    /// <summary>Whether a vector instruction is masked by v0: 0 if it is, 1 if not.</summary>
    Mask,
}

/// <summary>Some bits of an operand and where in the instruction's word they stand.</summary>
/// <param name="From">The lowest of the operand's bits.</param>
/// <param name="To">The lowest of the word's bits.</param>
/// <param name="Width">How many bits.</param>
public readonly record struct BitRun(int From, int To, int Width);

/// <summary>An operand of an instruction: its meaning, and its place in the word.</summary>
public sealed class Operand
{
    private readonly BitRun[] _runs;

    internal Operand(string name, OperandKind kind, bool signed, params BitRun[] runs)
    {
        Name = name;
        Kind = kind;
        _runs = runs;
        int bits = runs.Max(r => r.From + r.Width), unused = runs.Min(r => r.From);
        Least = signed ? -(1 << (bits - 1)) : 0;
        Greatest = (int)((1L << (signed ? bits - 1 : bits)) - (1 << unused));
        Step = 1 << unused;
        Mask = runs.Aggregate(0u, (mask, r) => mask | (uint)(((1UL << r.Width) - 1) << r.To));
    }

    /// <summary>The name in the manuals: rd, rs1, vs2, imm.</summary>
    public string Name { get; }

    /// <summary>What it is.</summary>
    public OperandKind Kind { get; }

    /// <summary>The least value it can hold.</summary>
    public int Least { get; }

    /// <summary>The greatest value it can hold.</summary>
    public int Greatest { get; }

    /// <summary>Values are multiples of this.</summary>
    public int Step { get; }

    /// <summary>Whether the instruction writes this register.</summary>
    public bool IsDestination => Name is "rd" or "vd";

    internal uint Mask { get; }

    internal bool Holds(int value) => value >= Least && value <= Greatest && value % Step == 0;

    internal uint Encode(int value)
    {
        if (!Holds(value))
            throw new ArgumentOutOfRangeException(Name, value, $"The operand {Name} holds {Least} to {Greatest}" + (Step > 1 ? $" in steps of {Step}." : "."));
        return _runs.Aggregate(0u, (word, r) => word | (((uint)value >> r.From) & (uint)((1UL << r.Width) - 1)) << r.To);
    }

    internal int Decode(uint word)
    {
        uint value = _runs.Aggregate(0u, (bits, r) => bits | ((word >> r.To) & (uint)((1UL << r.Width) - 1)) << r.From);
        int width = _runs.Max(r => r.From + r.Width);
        return Least < 0 ? (int)(value << (32 - width)) >> (32 - width) : (int)value;
    }
}
