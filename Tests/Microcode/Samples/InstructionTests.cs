using MicrocodeSample;
using NeuronDsl.Microcode;
using NeuronDsl.Microcode.Executors;
using NeuronDsl.Microcode.Targets;
using NeuronDsl.Tests.Microcode.Executors;
using Xunit;

namespace NeuronDsl.Tests.Microcode.Samples;

/// <summary>How many instructions an update takes at most: what a change must not lose.</summary>
public sealed class InstructionTests
{
    [Fact]
    public void Izhikevich_on_Fenn_takes_no_more_than_by_hand() =>
        Assert.InRange(FennTarget.Compile(Catalogue.Find("Izhikevich", "Euler", 16).Program, 32).InstructionsPerBlock, 20, 29);

    [SkippableFact]
    public void Izhikevich_rounded_at_random_takes_forty_vector_instructions_for_32_neurons()
    {
        FixedProgram program = Catalogue.Find("Izhikevich", "Euler", 16).Program;
        Assert.Equal(1, program.Streams);
        Assert.InRange(32 * Updates(Tools.Need(Qemu.RiscVVector(512)), Zve32xTarget.Compile(program, 128)), 20, 40);
    }

    [SkippableTheory]
    [InlineData("CubaLif", 23.1)]
    [InlineData("Izhikevich", 30.7)]
    [InlineData("ExponentialCurrentLif", 38.3)]
    [InlineData("LeakyIntegrateAndFire", 17.6)]
    public void A_scalar_update_takes_no_more_than_what_gcc_made_of_the_same_formats(string neuron, double gcc) =>
        Assert.InRange(Updates(Tools.Need(Qemu.RiscV()), Rv32Target.Compile(Catalogue.Find(neuron, "Euler", 32).Program, 16)), gcc / 3, gcc);

    private static double Updates(Qemu qemu, TargetProgram target)
    {
        using var folder = Tools.Folder();
        WordEquality inputs = new(target.Map, 20, seed: 5);
        target.Image(inputs.Start).Save(folder.At("counted"));
        return InstructionCount.PerUpdate(qemu, folder.At("counted"), s => inputs.Input[..(s * target.Map.InputBytes)], target.Map.Neurons, target.Update);
    }
}
