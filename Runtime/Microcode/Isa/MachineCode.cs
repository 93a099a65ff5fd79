using System;
using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Microcode.Isa;

/// <summary>Code with labels, on its way to words or to text: instructions in order, names for places, remarks for readers.</summary>
/// <param name="set">The machine's instructions.</param>
public sealed class MachineCode(InstructionSet set)
{
    private readonly List<Instruction> _instructions = [];
    private readonly Dictionary<string, int> _labels = new(StringComparer.Ordinal);
    private readonly List<(int Index, string Text)> _remarks = [];

    /// <summary>The machine's instructions.</summary>
    public InstructionSet Set { get; } = set;

    /// <summary>The instructions, four bytes each.</summary>
    public IReadOnlyList<Instruction> Instructions => _instructions;

    /// <summary>The index of the instruction that each label stands before.</summary>
    public IReadOnlyDictionary<string, int> Labels => _labels;

    /// <summary>Lines for readers, each before the instruction of its index.</summary>
    public IReadOnlyList<(int Index, string Text)> Remarks => _remarks;

    /// <summary>Names the place before the next instruction.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public MachineCode Label(string name)
    {
        if (!_labels.TryAdd(name, _instructions.Count)) throw new ArgumentException($"The label '{name}' stands twice.", nameof(name));
        return this;
    }

    /// <summary>A line for readers before the next instruction, such as the equation it belongs to.</summary>
    public MachineCode Remark(string text)
    {
        _remarks.Add((_instructions.Count, text));
        return this;
    }

    /// <summary>Appends an instruction.</summary>
    public MachineCode Add(Instruction instruction)
    {
        _instructions.Add(instruction);
        return this;
    }

    /// <summary>Appends an instruction.</summary>
    /// <param name="mnemonic">Its name.</param>
    /// <param name="operands">Its operands as they are written, registers by number.</param>
    public MachineCode Add(string mnemonic, params int[] operands) => Add(new Instruction(Set[mnemonic], operands));

    /// <summary>Appends a jump or branch.</summary>
    /// <param name="label">Where to.</param>
    /// <param name="mnemonic">Its name.</param>
    /// <param name="registers">The operands before the label.</param>
    public MachineCode Jump(string label, string mnemonic, params int[] registers) =>
        Add(new Instruction(Set[mnemonic], [.. registers, 0]) { Label = label });

    /// <summary>The words.</summary>
    /// <exception cref="InvalidOperationException">A label is nowhere, or further away than its jump reaches.</exception>
    public uint[] Encode() => [.. _instructions.Select((instruction, i) =>
    {
        if (instruction.Label is null) return instruction.Encode();
        if (!_labels.TryGetValue(instruction.Label, out int target)) throw new InvalidOperationException($"The label '{instruction.Label}' is nowhere.");
        Operand reach = instruction.Opcode.Operands.First(o => o.Kind == OperandKind.Target);
        int distance = 4 * (target - i);
        return reach.Holds(distance)
            ? instruction.Encode(distance)
            : throw new InvalidOperationException($"The label '{instruction.Label}' is {distance} bytes from a {instruction.Opcode} that reaches {reach.Least} to {reach.Greatest}.");
    })];

    /// <summary>The text that the assembler reads back: GNU's syntax, so that GNU as reads it too.</summary>
    public string ToText() => InstructionText.Print(this);
}
