using System;
using System.Buffers.Binary;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using NeuronDsl.Microcode.Isa;
using NeuronDsl.Tests.Microcode.Executors;
using Xunit;

namespace NeuronDsl.Tests.Microcode.Isa;

/// <summary>GNU's assembler and disassembler, which share nothing with ours, read and write the same words.</summary>
public sealed class GnuWitnessTests
{
    private const string Package = "gcc-riscv64-unknown-elf";

    public static TheoryData<string> Sets => ["RV32IM", "RV32IM Zve32x"];

    [SkippableTheory]
    [MemberData(nameof(Sets))]
    public void GNU_as_assembles_every_instruction_to_our_bytes(string name)
    {
        InstructionSet set = Find(name);
        MachineCode code = Samples(set);
        using var folder = Tools.Folder();
        Assert.Equal(code.Encode(), GnuWords(code.ToText(), set, folder));
    }

    [SkippableTheory]
    [MemberData(nameof(Sets))]
    public void Objdump_reads_every_instruction_as_we_do(string name)
    {
        InstructionSet set = Find(name);
        uint[] words = Samples(set).Encode();
        using var folder = Tools.Folder();
        string[] theirs = Objdump(words, set, folder);
        string[] ours = [.. Disassembler.Disassemble(words, set).Select(Normal)];
        Assert.Equal(theirs, ours);
    }

    [Theory]
    [InlineData("RV32IM")]
    [InlineData("RV32IM Zve32x")]
    [InlineData("FeNN")]
    public void Text_and_words_stand_for_the_same_code(string name)
    {
        InstructionSet set = Find(name);
        MachineCode code = Samples(set);
        MachineCode again = Assembler.Assemble(code.ToText(), set);
        Assert.Equal(code.Encode(), again.Encode());
        Assert.Equal(code.ToText(), again.ToText());
        Assert.Equal(set.Opcodes.Count, code.Encode().Select(w => set.Decode(w)!.Opcode).Distinct().Count());
    }

    [SkippableFact]
    public void A_bit_in_the_wrong_place_is_noticed()
    {
        InstructionSet set = InstructionSet.Rv32;
        MachineCode code = new MachineCode(set).Add("addi", 10, 11, -7);
        using var folder = Tools.Folder();
        uint theirs = Assert.Single(GnuWords(code.ToText(), set, folder));
        Assert.All(Enumerable.Range(0, 32), bit => Assert.NotEqual(theirs, Assert.Single(code.Encode()) ^ 1u << bit));
    }

    private static InstructionSet Find(string name) => new[] { InstructionSet.Rv32, InstructionSet.Zve32x, InstructionSet.Fenn }.Single(s => s.Name == name);

    // Every instruction with extreme and random operands; vector operands keep to the registers and overlaps that the manual allows.
    private static MachineCode Samples(InstructionSet set)
    {
        Random random = new(7);
        MachineCode code = new(set);
        code.Label("start");
        foreach (Opcode opcode in set.Opcodes)
        {
            if (opcode == set.Opcodes[40]) code.Label("later");
            for (int sample = 0; sample < 6; sample++)
            {
                int vector = 8;
                int[] operands = [.. opcode.Operands.Select(o => o.Kind switch
                {
                    OperandKind.Vector => opcode.Mnemonic.StartsWith('v') ? (vector += 4) % 32 + (o.IsDestination ? 0 : random.Next(4)) : 0,
                    OperandKind.VectorType => new[] { 0x08, 0xC8, 0xD1, 0x4A, 0x97, 0xCF }[sample],
                    OperandKind.Csr => new[] { 0x00A, 0x009, 0x00F, 0xC20, 0xC21, 0xC22 }[sample],
                    _ when sample == 0 => o.Least,
                    _ when sample == 1 => o.Greatest,
                    _ => (int)(random.NextInt64(o.Least / o.Step, (long)o.Greatest / o.Step + 1) * o.Step),
                })];
                code.Add(new Instruction(opcode, operands) { Label = opcode.Operands.Any(o => o.Kind == OperandKind.Target) ? sample % 2 == 0 ? "start" : "later" : null });
            }
        }

        return code;
    }

    private static uint[] GnuWords(string text, InstructionSet set, Tools.TemporaryFolder folder)
    {
        string source = folder.At("code.s"), built = folder.At("code.o"), binary = folder.At("code.bin");
        File.WriteAllText(source, ".option norelax\n" + text);
        Tools.Need("riscv64-unknown-elf-as", Package).Run([$"-march={set.March}", "-mabi=ilp32", "-o", built, source]);
        Tools.Need("riscv64-unknown-elf-objcopy", Package).Run(["-O", "binary", "-j", ".text", built, binary]);
        byte[] bytes = File.ReadAllBytes(binary);
        return [.. Enumerable.Range(0, bytes.Length / 4).Select(i => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4 * i)))];
    }

    private static string[] Objdump(uint[] words, InstructionSet set, Tools.TemporaryFolder folder)
    {
        string source = folder.At("words.s"), built = folder.At("words.o");
        File.WriteAllLines(source, words.Select(w => $".word 0x{w:x8}").Prepend(".text"));
        Tools.Need("riscv64-unknown-elf-as", Package).Run([$"-march={set.March}", "-mabi=ilp32", "-o", built, source]);
        byte[] listing = Tools.Need("riscv64-unknown-elf-objdump", Package).Run(["-D", "-j", ".text", "-M", "no-aliases", built]);
        return [.. Encoding.ASCII.GetString(listing).Split('\n').Select(l => Regex.Match(l, @"^\s*[0-9a-f]+:\s+[0-9a-f]{8}\s+(.*)$")).Where(m => m.Success)
            .Select(m => Normal(m.Groups[1].Value))];
    }

    // Blanks, the names of places and the base of small numbers are matters of taste.
    private static string Normal(string line)
    {
        string bare = Regex.Replace(line.Split('#')[0], @"<[^>]*>", "").Replace('\t', ' ');
        bare = Regex.Replace(Regex.Replace(bare.Trim(), @"\s+", " "), @",\s*", ",");
        if (IsJump(bare)) bare = Regex.Replace(bare, "(?<=,)(0x)?([0-9a-f]+)$", "0x$2");
        return Regex.Replace(bare, @"(?<!\w)0x([0-9a-f]+)", m => Convert.ToUInt32(m.Groups[1].Value, 16).ToString(CultureInfo.InvariantCulture));
    }

    private static bool IsJump(string line) => Regex.IsMatch(line, @"^(b(eq|ne|lt|ge)u?|jal) ");
}
