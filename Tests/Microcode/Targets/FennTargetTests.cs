using System;
using NeuronDsl.Microcode;
using NeuronDsl.Microcode.Executors;
using NeuronDsl.Microcode.Isa;
using NeuronDsl.Microcode.Targets;
using NeuronDsl.Tests.Microcode.Executors;
using Xunit;

namespace NeuronDsl.Tests.Microcode.Targets;

public sealed class FennTargetTests
{
    private const RandomPrograms.Features Few = RandomPrograms.Features.NarrowTypes | RandomPrograms.Features.Stochastic;

    [Theory]
    [InlineData(RandomPrograms.Features.NarrowTypes, 70)]
    [InlineData(Few, 30)]
    public void Random_programs_give_the_definition_s_words_on_the_interpreter(object features, int neurons) =>
        ForRandomPrograms((RandomPrograms.Features)features, neurons, 30, (program, equality, _) =>
            equality.Compare(FennMachine.Run(program, equality.Start, equality.Input)));

    [SkippableTheory]
    [InlineData(RandomPrograms.Features.NarrowTypes, 70)]
    [InlineData(Few, 30)]
    public void Random_programs_give_the_definition_s_words_on_qemu_s_vectors(object features, int neurons)
    {
        Qemu qemu = Tools.Need(Qemu.RiscVVector(512));
        using var folder = Tools.Folder();
        ForRandomPrograms((RandomPrograms.Features)features, neurons, 12, (program, equality, seed) =>
        {
            string file = folder.At($"{seed}");
            FennOnVectors.Translate(program, equality.Start).Save(file);
            return equality.Compare(qemu.Run(file, equality.Input));
        });
    }

    [Fact]
    public void A_vector_that_is_read_in_the_instruction_after_its_load_is_refused()
    {
        FennMachine machine = new(Assembler.Assemble("vloadv v1, 0(zero)\nvadd v2, v1, v1\necall", InstructionSet.Fenn).Encode(), 64, 4, 2);
        Assert.Equal("The word 1 (0x00108102) reads v1 in the instruction after its load.", Assert.Throws<InvalidOperationException>(machine.Run).Message);
    }

    [Fact]
    public void What_FeNN_lacks_is_named()
    {
        FixedProgram words = RandomPrograms.Make(1, 32);
        Assert.Equal("FeNN's lanes have 16 bits; Random1 has words of 32.", Assert.Throws<NotSupportedException>(() => FennTarget.Compile(words, 32)).Message);
    }

    private static void ForRandomPrograms(RandomPrograms.Features features, int neurons, int programs, Func<FennProgram, WordEquality, int, WordComparison> run)
    {
        int compiled = 0;
        for (int seed = 0; compiled < programs; seed++)
        {
            FixedProgram program = RandomPrograms.Make(seed, 16, features);
            if (program.Streams > 1) continue;
            FennProgram target;
            try
            {
                target = FennTarget.Compile(program, neurons);
            }
            catch (NotSupportedException)
            {
                continue;
            }

            compiled++;
            WordEquality equality = new(target.Map, steps: 12, seed);
            WordComparison found = run(target, equality, seed);
            Assert.True(found.First is null, $"{found.First}\n{program with { Tables = [] }}\n{target.Code.ToText()}");
        }
    }
}
