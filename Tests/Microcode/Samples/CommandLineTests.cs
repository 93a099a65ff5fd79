using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using MicrocodeSample;
using NeuronDsl.Microcode;
using NeuronDsl.Microcode.Executors;
using NeuronDsl.Microcode.Networks;
using NeuronDsl.Tests.Microcode.Executors;
using Xunit;

namespace NeuronDsl.Tests.Microcode.Samples;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("rv32im", "elf s lst json txt html")]
    [InlineData("zve32x", "elf s lst json txt html")]
    [InlineData("fenn", "s lst coe json txt html")]
    [InlineData("c99", "c json txt html")]
    public void Emit_writes_program_listing_manifest_and_report(string target, string extensions)
    {
        using var folder = Tools.Folder();
        (int code, string output) = Run("emit", Program(folder), "--target", target, "-o", folder.At("out"));
        Assert.True(code == 0, output);
        Assert.Equal(extensions.Split(' ').Order(), Directory.GetFiles(folder.At("out")).Select(f => Path.GetExtension(f)[1..]).Order());

        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(folder.At(Path.Combine("out", "Lif.json"))));
        JsonElement v = manifest.RootElement.GetProperty("variables").EnumerateArray().Single(e => e.GetProperty("name").GetString() == "v");
        Assert.Equal(FixedText.Parse(File.ReadAllText(Program(folder))).States[0].Type.ToString(), v.GetProperty("format").GetString());
        Assert.Contains("v := v + k (x - (v - reset))", File.ReadAllText(folder.At(Path.Combine("out", target == "c99" ? "Lif.c" : "Lif.lst"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Manifest_and_report_say_what_is_not_proven_and_where_stages_are_held()
    {
        using var folder = Tools.Folder();
        FixedProgram plain = new LifLayer([[0.5], [0.25]], [0.1], 1, 0, leak: 0.3, threshold: 0.8, reset: -0.1).Program;
        FixedVariable state = plain.States[0] with { StepError = double.PositiveInfinity, Stages = new(plain.States[0].Type.Low, plain.States[0].Type.High, false) };
        File.WriteAllText(folder.At("open.txt"), (plain with { States = plain.States.SetItem(0, state) }).ToString());
        (int code, string output) = Run("emit", folder.At("open.txt"), "-o", folder.At("out"));
        Assert.True(code == 0, output);
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(folder.At(Path.Combine("out", "Lif.json"))));
        JsonElement v = manifest.RootElement.GetProperty("variables").EnumerateArray().Single(e => e.GetProperty("name").GetString() == state.Name);
        Assert.Equal(JsonValueKind.Null, v.GetProperty("stepError").ValueKind);
        Assert.Equal(state.Stages!.Value.Low, v.GetProperty("stages").GetProperty("low").GetInt64());
        string report = File.ReadAllText(folder.At(Path.Combine("out", "Lif.html")));
        Assert.Contains("held to bounds seen in trial runs", report, StringComparison.Ordinal);
        Assert.Contains("No useful bound is proven", report, StringComparison.Ordinal);

        Assert.Equal(0, Run("emit", Program(folder), "-o", folder.At("out")).Code);
        Assert.DoesNotContain("held to bounds seen in trial runs", File.ReadAllText(folder.At(Path.Combine("out", "Lif.html"))), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void The_quick_check_finds_every_word_equal()
    {
        Tools.Need(Qemu.RiscV());
        using var folder = Tools.Folder();
        string program = Program(folder, "Izhikevich");
        (int code, string output) = Run("check", "--quick", "--programs", program);
        Assert.True(code == 0, output);
        Assert.Contains("zve32x, 1024 bits, on qemu-riscv32", output, StringComparison.Ordinal);
        Assert.Contains("24 of 24 samples equal in spikes and potentials", output, StringComparison.Ordinal);
        Assert.DoesNotContain("DIFFERS", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_proofs_alone_are_checked_with_as_many_states_as_asked_for()
    {
        (int code, string output) = Run("check", "--quick", "--part", "proofs", "--states", "300");
        Assert.True(code == 0, output);
        Assert.Contains("Proofs, 300 random and extreme states a program", output, StringComparison.Ordinal);
        Assert.Contains("no counterexample in 6 of 6 programs, 1,800 states", output, StringComparison.Ordinal);
        Assert.DoesNotContain("words equal", output, StringComparison.Ordinal);
        Assert.Contains("Proven: where every word of a step lies, in 6 of 6 programs; by how much one step is off, in 6. Attacked with 300 states", output, StringComparison.Ordinal);
        Assert.Contains("Measured, not proven: nothing in this run.", output, StringComparison.Ordinal);
        Assert.Contains("Run, every word equal to the definition: nothing in this run.", output, StringComparison.Ordinal);
        Assert.Contains("Only emitted, not run anywhere: programs on FeNN's own core", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--states", "0")]
    [InlineData("--part", "everything")]
    public void A_check_that_cannot_be_is_refused(string option, string value) => Assert.NotEqual(0, Run("check", option, value).Code);

    [Fact]
    public void What_is_not_there_is_named()
    {
        (int code, string output) = Run("emit", "Nobody");
        Assert.Equal(1, code);
        Assert.StartsWith("error: The catalogue has no 'Nobody'; it has ", output, StringComparison.Ordinal);
    }

    private static (int Code, string Output) Run(params string[] arguments)
    {
        StringWriter output = new() { NewLine = "\n" };
        return (Commands.Create(output).Parse(arguments).Invoke(), output.ToString());
    }

    private static string Program(Tools.TemporaryFolder folder, string name = "Lif")
    {
        string path = folder.At("program.txt");
        File.WriteAllText(path, (new LifLayer([[0.5], [0.25]], [0.1], 1, 0, leak: 0.3, threshold: 0.8, reset: -0.1).Program with { Name = name }).ToString());
        return path;
    }
}
