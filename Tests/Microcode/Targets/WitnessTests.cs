using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using NeuronDsl.Microcode;
using NeuronDsl.Microcode.Executors;
using NeuronDsl.Microcode.Isa;
using NeuronDsl.Microcode.Networks;
using NeuronDsl.Microcode.Targets;
using NeuronDsl.Tests.Microcode.Executors;
using Xunit;

namespace NeuronDsl.Tests.Microcode.Targets;

/// <summary>What holds for whole programs: GNU as agrees, changes are noticed, words are counted where they should be.</summary>
public sealed class WitnessTests
{
    private static FixedProgram Lif => new LifLayer([[0.5], [0.25]], [0.1], 1, 0, leak: 0.3, threshold: 0.8, reset: -0.1).Program;

    [SkippableFact]
    public void GNU_as_assembles_whole_programs_to_our_words()
    {
        using var folder = Tools.Folder();
        ExternalTool assembler = Tools.Need("riscv64-unknown-elf-as", "gcc-riscv64-unknown-elf"), copy = Tools.Need("riscv64-unknown-elf-objcopy", "gcc-riscv64-unknown-elf");
        MachineCode[] programs = [.. Enumerable.Range(0, 6).SelectMany(seed => (MachineCode[])
        [
            Rv32Target.Compile(RandomPrograms.Make(seed, 32), 5).Code,
            Zve32xTarget.Compile(RandomPrograms.Make(seed, 16, RandomPrograms.Features.NarrowTypes), 5).Code,
        ])];
        foreach (MachineCode code in programs)
        {
            File.WriteAllText(folder.At("code.s"), ".option norelax\n" + code.ToText());
            assembler.Run([$"-march={code.Set.March}", "-mabi=ilp32", "-o", folder.At("code.o"), folder.At("code.s")]);
            copy.Run(["-O", "binary", "-j", ".text", folder.At("code.o"), folder.At("code.bin")]);
            byte[] bytes = File.ReadAllBytes(folder.At("code.bin"));
            uint[] theirs = [.. Enumerable.Range(0, bytes.Length / 4).Select(i => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4 * i)))];
            Assert.Equal(theirs, code.Encode());
        }
    }

    [SkippableTheory]
    [InlineData(FixedOpcode.Multiply, FixedRounding.Floor, 0)]
    [InlineData(FixedOpcode.Multiply, FixedRounding.Nearest, 1)]
    public void A_rounding_or_a_shift_that_differs_is_noticed(FixedOpcode opcode, FixedRounding rounding, int further)
    {
        Qemu qemu = Tools.Need(Qemu.RiscV());
        using var folder = Tools.Folder();
        FixedProgram definition = Lif;
        TargetProgram target = Rv32Target.Compile(Mutate(definition, opcode, rounding, further), 64);
        Assert.Null(Compare(qemu, folder, Rv32Target.Compile(definition, 64), definition).First);
        Assert.NotNull(Compare(qemu, folder, target, definition).First);
    }

    [SkippableFact]
    public void Instructions_of_an_update_are_those_between_its_labels()
    {
        Qemu qemu = Tools.Need(Qemu.RiscV());
        using var folder = Tools.Folder();
        // A prime number of neurons has no divisors, so that a pass takes one of them.
        const int Neurons = 17;
        TargetProgram target = Rv32Target.Compile(Lif, Neurons);
        WordEquality inputs = new(target.Map, 20, 1);
        target.Image(inputs.Start).Save(folder.At("lif"));
        double all = Count(null), update = Count(target.Update);
        int body = target.Code.Labels["written"] - target.Code.Labels["neuron"];
        Assert.InRange(update, body / 2, body + 1);
        Assert.InRange(all - update, 10.0 / Neurons, 40.0 / Neurons);

        double Count((uint, uint)? part) => InstructionCount.PerUpdate(qemu, folder.At("lif"), s => inputs.Input[..(s * target.Map.InputBytes)], Neurons, part);
    }

    private static WordComparison Compare(Qemu qemu, Tools.TemporaryFolder folder, TargetProgram target, FixedProgram definition)
    {
        WordEquality equality = new(target.Map, 40, 2, definition);
        target.Image(equality.Start).Save(folder.At("program"));
        return equality.Compare(qemu.Run(folder.At("program"), equality.Input));
    }

    // The rounding, or a shift that goes further with a constant whose fraction makes up for it.
    private static FixedProgram Mutate(FixedProgram program, FixedOpcode opcode, FixedRounding rounding, int further)
    {
        int index = Enumerable.Range(0, program.Operations.Length).First(i => program.Operations[i].Opcode == opcode);
        FixedOperation operation = program.Operations[index];
        int factor = operation.Operands[1];
        FixedOperation constant = program.Operations[factor];
        return program with
        {
            Operations = program.Operations
                .SetItem(index, operation with { Rounding = rounding, Shift = operation.Shift + further })
                .SetItem(factor, constant with { Type = constant.Type with { Fraction = constant.Type.Fraction + further } }),
        };
    }
}
