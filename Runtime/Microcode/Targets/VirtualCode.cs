using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Microcode.Isa;

namespace NeuronDsl.Microcode.Targets;

/// <summary>What is known of a register before it has a number.</summary>
/// <param name="Kind">Scalar or vector.</param>
/// <param name="Group">Neighbouring registers that it takes, the first a multiple of them.</param>
internal sealed record VirtualRegister(OperandKind Kind, int Group = 1)
{
    /// <summary>Whether the value is there before the body and the same in every pass through it.</summary>
    public bool Invariant { get; init; }

    /// <summary>Whether it must have a register of its own for all its life.</summary>
    public bool Pinned { get; init; }

    /// <summary>What its number is a multiple of.</summary>
    public int Alignment { get; init; } = Group;

    /// <summary>A register of which this is a part; 0 if it is none. The whole lives as long as its parts.</summary>
    public int Within { get; init; }

    /// <summary>Where in the whole the part begins.</summary>
    public int Offset { get; init; }

    /// <summary>How the value can be had again in another register instead of keeping it; null if it must be kept.</summary>
    public Func<int, IEnumerable<Instruction>>? Again { get; init; }
}

/// <summary>
/// The body of a loop over neurons, in which registers from <see cref="First"/> on have no number yet. Branches go forwards, to labels in the body, so that a
/// value lives from its first mention to its last.
/// </summary>
internal sealed class VirtualCode(InstructionSet set)
{
    /// <summary>The first register without a number.</summary>
    public const int First = 64;

    private readonly List<VirtualRegister> _registers = [];
    private readonly List<Line> _lines = [];
    private int _labels;

    public InstructionSet Set { get; } = set;

    public List<Line> Lines => _lines;

    /// <summary>The name of what is computed, put beside the instructions that are added.</summary>
    public string? Comment { get; set; }

    public VirtualRegister this[int register] => _registers[register - First];

    public IEnumerable<int> Registers => Enumerable.Range(First, _registers.Count);

    public static bool IsVirtual(int register) => register >= First;

    public int New(VirtualRegister register)
    {
        _registers.Add(register);
        return First + _registers.Count - 1;
    }

    public int NewScalar() => New(new VirtualRegister(OperandKind.Scalar));

    public int NewVector(int group = 1) => New(new VirtualRegister(OperandKind.Vector, group));

    public void Add(string mnemonic, params int[] operands) => Add(new Instruction(Set[mnemonic], operands) { Comment = Comment });

    public void Add(Instruction instruction) => _lines.Add(new Line(instruction, null, null));

    public void Branch(string mnemonic, int a, int b, string label) => Add(new Instruction(Set[mnemonic], a, b, 0) { Label = label, Comment = Comment });

    public string NewLabel() => $".L{_labels++}";

    public void Label(string label) => _lines.Add(new Line(null, label, null));

    public void Remark(string text) => _lines.Add(new Line(null, null, text));

    /// <summary>An instruction, a label or a remark.</summary>
    public readonly record struct Line(Instruction? Instruction, string? Label, string? Remark);
}
