using System.IO;
using NeuronDsl.Microcode;
using NeuronDsl.Microcode.Executors;
using NeuronDsl.Microcode.Targets;
using NeuronDsl.Tests.Microcode.Executors;
using Xunit;

namespace NeuronDsl.Tests.Microcode.Targets;

public sealed class C99TargetTests
{
    private const int Neurons = 5, Programs = 12;

    [SkippableTheory]
    [InlineData(32, "gcc")]
    [InlineData(16, "gcc")]
    [InlineData(32, "arm-linux-gnueabi-gcc")]
    [InlineData(16, "arm-linux-gnueabi-gcc")]
    public void Random_programs_give_the_definition_s_words(int bits, string compiler)
    {
        bool arm = compiler != "gcc";
        Qemu? qemu = arm ? Tools.Need(Qemu.Arm()) : null;
        using var folder = Tools.Folder();
        for (int seed = 0; seed < Programs; seed++)
        {
            FixedProgram program = RandomPrograms.Make(seed, bits);
            string source = folder.At($"{seed}.c"), file = folder.At($"{seed}");
            File.WriteAllText(source, C99Target.Print(program));
            Tools.Need(compiler, arm ? "gcc-arm-linux-gnueabi" : "gcc").Run(
                ["-std=c99", "-O1", "-Wall", "-Wextra", "-Werror", "-pedantic", "-static", "-DHOSTED", $"-DNEURONS={Neurons}", "-o", file, source]);
            MemoryMap map = C99Target.Map(program, Neurons);
            WordEquality equality = new(map, steps: 12, seed);
            byte[] input = [.. map.Records(equality.Start), .. equality.Input.Span];
            WordComparison found = equality.Compare(qemu is null ? ExternalTool.At(file).Run([], input) : qemu.Run(file, input));
            Assert.True(found.First is null, $"{found.First}\n{program with { Tables = [] }}\n{File.ReadAllText(source)}");
        }
    }
}
