using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using NeuronDsl.Microcode.Executors;
using NeuronDsl.Microcode.Isa;
using Xunit;

namespace NeuronDsl.Tests.Microcode.Executors;

public sealed class QemuTests
{
    private const string Echo =
        """
        start:
            lui s0, 0x100           # the buffer, at the beginning of the data
        next:
            addi a0, zero, 0        # read(0, buffer, 1)
            addi a1, s0, 0
            addi a2, zero, 1
            addi a7, zero, 63
            ecall
            beq a0, zero, done
            lbu t0, 0(s0)
            lbu t1, 1(s0)
            add t0, t0, t1
            sb t0, 0(s0)
            addi a0, zero, 1        # write(1, buffer, 1)
            addi a7, zero, 64
            ecall
            jal zero, next
        done:
            addi a0, zero, 0        # exit(0)
            addi a7, zero, 93
            ecall
        """;

    [SkippableFact]
    public void A_program_written_as_ELF_reads_computes_and_writes()
    {
        using var folder = Tools.Folder();
        string program = Write(folder);
        byte[] output = Tools.Need(Qemu.RiscV()).Run(program, Encoding.ASCII.GetBytes("HAL"));
        Assert.Equal("IBM", Encoding.ASCII.GetString(output));
    }

    [SkippableFact]
    public void Executed_instructions_are_counted_by_address()
    {
        using var folder = Tools.Folder();
        string program = Write(folder);
        Qemu qemu = Tools.Need(Qemu.RiscV());
        IReadOnlyDictionary<uint, long> two = qemu.Profile(program, new byte[2]), five = qemu.Profile(program, new byte[5]);
        Assert.Equal(14 * 3, five.Values.Sum() - two.Values.Sum());
        Assert.Equal(6, five[ElfImage.CodeAddress + 4]);
    }

    [SkippableFact]
    public void A_program_that_fails_says_so()
    {
        using var folder = Tools.Folder();
        string program = folder.At("fails");
        new ElfImage(Assembler.Assemble("start:\naddi a0, zero, 3\naddi a7, zero, 93\necall", InstructionSet.Rv32), "start").Save(program);
        Assert.Equal("qemu-riscv32 ended with 3: ", Assert.Throws<InvalidOperationException>(() => Tools.Need(Qemu.RiscV()).Run(program)).Message);
    }

    [SkippableFact]
    public void Objdump_finds_code_and_labels_in_the_file()
    {
        using var folder = Tools.Folder();
        byte[] listing = Tools.Need("riscv64-unknown-elf-objdump", "gcc-riscv64-unknown-elf").Run(["-d", Write(folder)]);
        string text = Encoding.ASCII.GetString(listing);
        Assert.Contains("<next>:", text, StringComparison.Ordinal);
        Assert.Equal(18, text.Split('\n').Count(l => l.StartsWith("   1", StringComparison.Ordinal)));
    }

    private static string Write(Tools.TemporaryFolder folder)
    {
        string program = folder.At("echo");
        new ElfImage(Assembler.Assemble(Echo, InstructionSet.Rv32), "start") { Data = [0, 1] }.Save(program);
        return program;
    }
}
