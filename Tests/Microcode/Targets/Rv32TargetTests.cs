using System;
using System.IO;
using System.Linq;
using NeuronDsl.Microcode;
using NeuronDsl.Microcode.Executors;
using NeuronDsl.Microcode.Targets;
using NeuronDsl.Tests.Microcode.Executors;
using Xunit;

namespace NeuronDsl.Tests.Microcode.Targets;

public sealed class Rv32TargetTests
{
    [SkippableTheory]
    [InlineData(32)]
    [InlineData(16)]
    public void Random_programs_give_the_definition_s_words_on_qemu(int bits)
    {
        Qemu qemu = Tools.Need(Qemu.RiscV());
        using var folder = Tools.Folder();
        // The last took from a branch what is needed where it was not taken.
        foreach (int seed in Enumerable.Range(0, 40).Append(1151))
        {
            FixedProgram program = RandomPrograms.Make(seed, bits);
            TargetProgram target = Rv32Target.Compile(program, neurons: 7);
            WordEquality equality = new(target.Map, steps: 30, seed);
            string file = folder.At($"{bits}-{seed}");
            target.Image(equality.Start).Save(file);
            WordComparison found = equality.Compare(qemu.Run(file, equality.Input));
            Assert.True(found.First is null, $"{found.First}\n{program with { Tables = [] }}\n{target.Code.ToText()}");
        }
    }
}
