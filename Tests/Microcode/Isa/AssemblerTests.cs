using System;
using NeuronDsl.Microcode.Isa;
using Xunit;

namespace NeuronDsl.Tests.Microcode.Isa;

public sealed class AssemblerTests
{
    [Theory]
    [InlineData("    addd a0, a1, a2", "Line 2, column 5: expected an instruction of RV32IM, found 'addd a0, a1, a2'.")]
    [InlineData("add a0, a1", "Line 2, column 11: expected ',', found ''.")]
    [InlineData("add a0, a1, b2", "Line 2, column 13: expected a scalar register, found 'b2'.")]
    [InlineData("addi a0, a1, 2048", "Line 2, column 14: expected a number from -2048 to 2047, found '2048'.")]
    [InlineData("lw a0, 4[a1]", "Line 2, column 9: expected '(', found '[a1]'.")]
    [InlineData("ecall now", "Line 2, column 7: expected the end of the line, found 'now'.")]
    [InlineData("vadd.vv v1, v2, v3", "Line 2, column 1: expected an instruction of RV32IM, found 'vadd.vv v1, v2, v3'.")]
    public void A_bad_line_is_named_with_its_place(string line, string message)
    {
        FormatException refusal = Assert.Throws<FormatException>(() => Assembler.Assemble("start:\n" + line, InstructionSet.Rv32));
        Assert.Equal(message, refusal.Message);
    }

    [Fact]
    public void A_label_that_is_nowhere_or_too_far_is_named()
    {
        MachineCode code = new MachineCode(InstructionSet.Rv32).Jump("end", "beq", 0, 0);
        Assert.Equal("The label 'end' is nowhere.", Assert.Throws<InvalidOperationException>(code.Encode).Message);
        for (int i = 0; i < 1024; i++) code.Add("addi", 0, 0, 0);
        code.Label("end");
        Assert.Equal("The label 'end' is 4100 bytes from a beq that reaches -4096 to 4094.", Assert.Throws<InvalidOperationException>(code.Encode).Message);
    }

    [Fact]
    public void Operands_out_of_range_and_missing_ones_are_refused()
    {
        MachineCode code = new(InstructionSet.Rv32);
        Assert.Throws<ArgumentOutOfRangeException>(() => code.Add("addi", 1, 1, 4000).Encode());
        Assert.StartsWith("add has the operands rd, rs1, rs2; 2 are given.", Assert.Throws<ArgumentException>(() => code.Add("add", 1, 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_that_are_no_instruction_are_shown_as_words() =>
        Assert.Equal([".word 0x00000000", "jal zero, 0x10004"], Disassembler.Disassemble([0, 0x0000006F], InstructionSet.Rv32, 0x10000));

    // The words that the document's fields give, put together by hand: funct7 | rs2 | rs1 | funct3 | rd | opcode, quadrant 10.
    [Theory]
    [InlineData("vmul_s_rn v3, v1, v2, 13", 0b1_01_1101_00010_00001_100_00011_00000_10u)]
    [InlineData("vmul_rs v31, v30, v29, 9", 0b0_10_1001_11101_11110_100_11111_00000_10u)]
    [InlineData("vadd_s v4, v5, v6", 0b1_00_0000_00110_00101_000_00100_00000_10u)]
    [InlineData("vsrai_rn v1, v2, 7", 0b0000000_10111_00010_001_00001_01001_10u)]
    [InlineData("vlui v9, 0xfff3", 0b00001111111111110011_01001_00001_10u)]
    [InlineData("vtge t0, v2, v3", 0b0000000_00011_00010_110_00101_00010_10u)]
    [InlineData("vsel v2, t0, v3", 0b0000000_00011_00101_000_00010_00011_10u)]
    [InlineData("vloadv v2, 64(a0)", 0b000001000000_01010_000_00010_00100_10u)]
    [InlineData("vloadl v2, 4(v7)", 0b000000000100_00111_010_00010_00100_10u)]
    [InlineData("vstorev v2, 64(a0)", 0b0000010_00010_01010_000_00000_00101_10u)]
    [InlineData("vfill v8, a1", 0b000000000000_01011_000_01000_00110_10u)]
    [InlineData("vrng v8", 0b000000000000_00000_000_01000_01000_10u)]
    public void FeNN_words_follow_its_document(string text, uint word) =>
        Assert.Equal(word, Assert.Single(Assembler.Assemble(text, InstructionSet.Fenn).Encode()));
}
