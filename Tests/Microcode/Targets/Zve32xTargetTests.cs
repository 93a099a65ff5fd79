using System.Linq;
using NeuronDsl.Microcode;
using NeuronDsl.Microcode.Executors;
using NeuronDsl.Microcode.Targets;
using NeuronDsl.Tests.Microcode.Executors;
using Xunit;

namespace NeuronDsl.Tests.Microcode.Targets;

public sealed class Zve32xTargetTests
{
    [SkippableTheory]
    [InlineData(32, 1)]
    [InlineData(32, 2)]
    [InlineData(16, 1)]
    [InlineData(16, 0)]
    [InlineData(32, 4)]
    [InlineData(16, 4)]
    public void Random_programs_give_the_definition_s_words_on_qemu_at_any_width(int bits, int group)
    {
        using var folder = Tools.Folder();
        // The last stored a state that another place was still to be given the old word of.
        foreach (int seed in Enumerable.Range(0, 24).Append(62))
        {
            int width = 128 << (seed % 4);
            Qemu qemu = Tools.Need(Qemu.RiscVVector(width));
            // Two streams in groups of four and a wide product are all registers that there are.
            RandomPrograms.Features without = bits == 32 ? 0 : RandomPrograms.Features.WideShifts | (group == 4 ? RandomPrograms.Features.Stochastic : 0);
            FixedProgram program = RandomPrograms.Make(seed, bits, RandomPrograms.Features.All & ~without);
            TargetProgram target = Zve32xTarget.Compile(program, neurons: 75, group);
            WordEquality equality = new(target.Map, steps: 10, seed);
            string file = folder.At($"{seed}");
            target.Image(equality.Start).Save(file);
            WordComparison found = equality.Compare(qemu.Run(file, equality.Input));
            Assert.True(found.First is null, $"{width} {found.First}\n{program with { Tables = [] }}\n{target.Code.ToText()}");
        }
    }

    [SkippableFact]
    public void A_step_longer_than_a_branch_reaches_is_repeated_by_a_jump()
    {
        Qemu qemu = Tools.Need(Qemu.RiscVVector(256));
        using var folder = Tools.Folder();
        FixedProgram program = RandomPrograms.Make(seed: 3, bits: 16, RandomPrograms.Features.Stochastic | RandomPrograms.Features.NearestEven, operations: 1500);
        TargetProgram target = Zve32xTarget.Compile(program, neurons: 75, group: 1);
        Assert.InRange(target.Code.Instructions.Count, 1100, 20_000);
        WordEquality equality = new(target.Map, steps: 10, seed: 3);
        target.Image(equality.Start).Save(folder.At("long"));
        Assert.Null(equality.Compare(qemu.Run(folder.At("long"), equality.Input)).First);
    }
}
