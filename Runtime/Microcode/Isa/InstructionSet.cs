using System;
using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Microcode.Isa;

/// <summary>
/// The instructions of a machine. One table serves encoder, assembler and disassembler; an instruction's syntax is written with the names of its
/// operands, "rd, imm(rs1)", and whatever is no operand's name is written as it stands.
/// </summary>
public sealed class InstructionSet
{
    private static readonly string[] ScalarNames =
    [
        "zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7",
        "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6",
    ];

    private static readonly (int Number, string Name)[] CsrNames =
    [
        (0x009, "vxsat"), (0x00a, "vxrm"), (0x00f, "vcsr"), (0xc00, "cycle"), (0xc02, "instret"), (0xc20, "vl"), (0xc21, "vtype"), (0xc22, "vlenb"),
    ];

    private readonly Dictionary<string, Opcode> _byMnemonic;
    private readonly ILookup<uint, Opcode> _byQuadrant;

    private InstructionSet(string name, string march, IEnumerable<Opcode> opcodes)
    {
        Name = name;
        March = march;
        Opcodes = [.. opcodes];
        _byMnemonic = Opcodes.ToDictionary(o => o.Mnemonic, StringComparer.Ordinal);
        _byQuadrant = Opcodes.ToLookup(o => o.Match & 0x7F);
    }

    /// <summary>RV32IM with the control and status registers.</summary>
    public static InstructionSet Rv32 { get; } = new("RV32IM", "rv32im_zicsr", Isa.Rv32.Opcodes);

    /// <summary>RV32IM with the vector instructions on integers of up to 32 bits.</summary>
    public static InstructionSet Zve32x { get; } = new("RV32IM Zve32x", "rv32im_zicsr_zve32x", Isa.Rv32.Opcodes.Concat(Isa.Zve32x.Opcodes));

    /// <summary>FeNN: scalar RV32 with 32 lanes of 16 bits.</summary>
    public static InstructionSet Fenn { get; } = new("FeNN", "rv32im_zicsr", Isa.Rv32.Opcodes.Concat(Isa.Fenn.Opcodes));

    /// <summary>The name for readers.</summary>
    public string Name { get; }

    /// <summary>What GNU as calls the standard part of it.</summary>
    public string March { get; }

    /// <summary>All instructions.</summary>
    public IReadOnlyList<Opcode> Opcodes { get; }

    /// <summary>The instruction with that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Opcode this[string mnemonic] =>
        _byMnemonic.TryGetValue(mnemonic, out Opcode? opcode) ? opcode : throw new KeyNotFoundException($"{Name} has no instruction '{mnemonic}'.");

    /// <summary>The instruction that a word is, or null.</summary>
    public Instruction? Decode(uint word)
    {
        Opcode? opcode = _byQuadrant[word & 0x7F].FirstOrDefault(o => (word & o.Mask) == o.Match);
        return opcode is null ? null : new Instruction(opcode, [.. opcode.Operands.Select(o => o.Decode(word))]);
    }

    internal bool TryFind(string mnemonic, out Opcode? opcode) => _byMnemonic.TryGetValue(mnemonic, out opcode);

    internal static string ScalarName(int register) => ScalarNames[register];

    internal static int ScalarNumber(string name) =>
        name == "fp" ? 8
        : name.Length > 1 && name[0] == 'x' && int.TryParse(name.AsSpan(1), out int number) && number is >= 0 and < 32 ? number
        : Array.IndexOf(ScalarNames, name);

    internal static string CsrName(int number) => CsrNames.FirstOrDefault(c => c.Number == number).Name ?? $"0x{number:x}";

    internal static int CsrNumber(string name)
    {
        foreach ((int number, string csr) in CsrNames) if (csr == name) return number;
        return -1;
    }
}
