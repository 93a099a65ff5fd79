using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NeuronDsl.Generator;
using NeuronDsl.Tests.Generator;
using Xunit;

namespace NeuronDsl.Tests.Analysis;

/// <summary>A neuron is read again exactly where an edit elsewhere may change what it means.</summary>
public sealed class IncrementalTests
{
    private const string Neuron = """
        using static Constants;
        [Neuron]
        public partial class Leaky
        {
            [State] public float v;
            [Input] public float x;
            [Update(nameof(v))] float Next => Beta * v + Functions.Twice(x) + Nested.Bias;
        }
        """;

    private const string Elsewhere = """
        public static class Constants { public const float Beta = Numbers.Nine / 10f; }
        public static class Numbers { public const float Nine = 9f; public const float Other = 1f; }
        public static class Functions { public static float Twice(float y) => 2 * Once(y); static float Once(float y) { float z = y; return z; } public static void Print() { } }
        public static class Nested { public const float Bias = 1f; }
        public class Unrelated { public float v; public float Next() => 0.5f; }
        """;

    [Theory]
    [InlineData("9f", "8f")]
    [InlineData("2 * Once(y)", "3 * Once(y)")]
    [InlineData("float z = y;", "float z = -y;")]
    [InlineData("Bias = 1f", "Bias = 2f")]
    [InlineData("Numbers.Nine / 10f", "Numbers.Nine / 20f")]
    public void An_edit_of_what_it_names_leads_to_another_model(string old, string edited) => Assert.Equal(IncrementalStepRunReason.Modified, Reason(old, edited));

    [Theory]
    [InlineData("Other = 1f", "Other = 2f")]
    [InlineData("{ }\n", "{ int here = 1; }\n")]
    [InlineData("0.5f", "0.25f")]
    [InlineData("public class Unrelated", "public class Another { } public class Unrelated")]
    [InlineData("public float v;", "public float v, w;")]
    public void An_edit_of_anything_else_leads_to_no_reading(string old, string edited) => Assert.Equal(IncrementalStepRunReason.Cached, Reason(old, edited));

    // A type of the same name nearer by, another part of the class, another alias: what names mean without being touched themselves.
    [Theory]
    [InlineData("public static class Functions2 { }", "public partial class Leaky { [Parameter] public float Gain = 1; }")]
    [InlineData("public static class Functions2 { }", "public partial class Leaky { const float Beta = 0.1f; }")]
    public void An_addition_that_changes_what_a_name_means_is_seen(string before, string after)
    {
        CSharpCompilation compilation = ConsumerCompilation.Create(Neuron, Elsewhere, before);
        Assert.Equal(IncrementalStepRunReason.Modified, Reason(compilation, compilation.WithText("File2.cs", _ => after)));
    }

    [Fact]
    public void A_global_alias_of_the_attribute_makes_a_neuron()
    {
        NeuronRun run = GeneratorHarness.Run("[Cell] public partial class Leaky { [State] public float v; [Update(nameof(v))] float Next => 0.5f * v; }", "global using Cell = NeuronDsl.NeuronAttribute;");
        Assert.Single(run.Models);
    }

    private static IncrementalStepRunReason Reason(string old, string edited)
    {
        Assert.Contains(old.Trim(), Elsewhere, StringComparison.Ordinal);
        CSharpCompilation compilation = ConsumerCompilation.Create(Neuron, Elsewhere);
        return Reason(compilation, compilation.WithText("File1.cs", text => text.Replace(old.Trim(), edited.Trim(), StringComparison.Ordinal)));
    }

    private static IncrementalStepRunReason Reason(CSharpCompilation before, CSharpCompilation after)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new NeuronGenerator().AsSourceGenerator()],
            parseOptions: ConsumerCompilation.ParseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        GeneratorRunResult first = driver.RunGenerators(before).GetRunResult().Results.Single();
        Assert.Single(first.TrackedSteps[NeuronGenerator.Steps.Model]);
        GeneratorRunResult result = driver.RunGenerators(before).RunGenerators(after).GetRunResult().Results.Single();
        return result.TrackedSteps[NeuronGenerator.Steps.Read].Single().Outputs.Single().Reason;
    }
}
