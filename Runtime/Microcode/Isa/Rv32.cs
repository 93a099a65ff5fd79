using System.Collections.Generic;
using System.Linq;
using static NeuronDsl.Microcode.Isa.SyntaxTable;

namespace NeuronDsl.Microcode.Isa;

/// <summary>RV32I with M and Zicsr (The RISC-V Instruction Set Manual, volume I, chapters 2, 7, 9 and 24).</summary>
internal static class Rv32
{
    public static IEnumerable<Opcode> Opcodes { get; } =
    [
        Define("lui", 0x37, "rd, upper"),
        Define("auipc", 0x17, "rd, upper"),
        Define("jal", 0x6F, "rd, jump"),
        Define("jalr", 0x67, "rd, imm(rs1)"),
        .. Numbered("beq bne . . blt bge bltu bgeu", 0x63, "rs1, rs2, branch"),
        .. Numbered("lb lh lw . lbu lhu", 0x03, "rd, imm(rs1)"),
        .. Numbered("sb sh sw", 0x23, "rs2, store(rs1)"),
        .. Numbered("addi . slti sltiu xori . ori andi", 0x13, "rd, rs1, imm"),
        Define("slli", 0x00001013, "rd, rs1, shamt"),
        Define("srli", 0x00005013, "rd, rs1, shamt"),
        Define("srai", 0x40005013, "rd, rs1, shamt"),
        .. Numbered("add sll slt sltu xor srl or and", 0x00000033, "rd, rs1, rs2"),
        Define("sub", 0x40000033, "rd, rs1, rs2"),
        Define("sra", 0x40005033, "rd, rs1, rs2"),
        .. Numbered("mul mulh mulhsu mulhu div divu rem remu", 0x02000033, "rd, rs1, rs2"),
        Define("ecall", 0x00000073, ""),
        Define("ebreak", 0x00100073, ""),
        .. Numbered(". csrrw csrrs csrrc", 0x73, "rd, csr, rs1"),
        .. Numbered(". . . . . csrrwi csrrsi csrrci", 0x73, "rd, csr, uimm"),
    ];

    // The three bits at 12 tell instructions of a family apart, in this order; a dot stands for one that is not there.
    private static IEnumerable<Opcode> Numbered(string mnemonics, uint match, string syntax) =>
        mnemonics.Split(' ').Select((name, i) => (name, i)).Where(m => m.name != ".").Select(m => Define(m.name, match | (uint)m.i << 12, syntax));
}
