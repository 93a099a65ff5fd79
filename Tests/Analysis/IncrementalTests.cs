using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NeuronDsl.Generator;
using NeuronDsl.Generator.Incremental;
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

    [Fact]
    public void A_body_edited_in_another_part_of_the_class_is_seen()
    {
        CSharpCompilation compilation = ConsumerCompilation.Create(
            "[Neuron] public partial class Parted { [State] public float v; [Update(nameof(v))] float Next => Gain * v; }",
            "public partial class Parted { float Gain => 0.5f; }");
        Assert.Equal(IncrementalStepRunReason.Modified, Reason(compilation, compilation.WithText("File1.cs", text => text.Replace("0.5f", "0.25f", StringComparison.Ordinal))));
    }

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

    [Theory]
    [InlineData("0.5f", "0.25f", true)]
    [InlineData("Other = 1f", "Other = 2f", false)]
    [InlineData("9f", "8f", false)]
    public void What_a_class_refers_to_is_looked_for_again_only_where_a_type_that_it_names_has_changed(string old, string edited, bool holds)
    {
        CSharpCompilation before = ConsumerCompilation.Create(Neuron, Elsewhere), after = before.WithText("File1.cs", text => text.Replace(old, edited, StringComparison.Ordinal));
        Surroundings first = Surroundings.Of(before, default), second = Surroundings.Of(after, default);
        Candidate known = Leaky(), fresh = Leaky();
        first.Around(known, default);
        Reach found = known.Reach!;
        Fingerprint sum = second.Around(known, default);
        Assert.Equal(holds, ReferenceEquals(found.Names, known.Reach!.Names));
        Assert.Same(second, known.Reach.Of);
        Assert.Equal(second.Around(fresh, default), sum);

        Candidate Leaky() => new(before.SyntaxTrees.SelectMany(t => t.GetRoot().DescendantNodes()).OfType<ClassDeclarationSyntax>().Single(c => c.Identifier.Text == "Leaky"));
    }

    [Fact]
    public void An_edit_of_what_it_names_is_seen_after_others_that_did_not_matter()
    {
        CSharpCompilation start = ConsumerCompilation.Create(Neuron, Elsewhere);
        GeneratorDriver driver = Driver().RunGenerators(start);
        foreach ((string old, string edited) in new[] { ("0.5f", "0.25f"), ("Unrelated", "Related"), ("Bias = 1f", "Bias = 1.5f") })
        {
            start = start.WithText("File1.cs", text => text.Replace(old, edited, StringComparison.Ordinal));
            driver = driver.RunGenerators(start);
        }

        Assert.Equal(IncrementalStepRunReason.Modified, ReasonOf(driver));
    }

    private static IncrementalStepRunReason Reason(string old, string edited)
    {
        Assert.Contains(old.Trim(), Elsewhere, StringComparison.Ordinal);
        CSharpCompilation compilation = ConsumerCompilation.Create(Neuron, Elsewhere);
        return Reason(compilation, compilation.WithText("File1.cs", text => text.Replace(old.Trim(), edited.Trim(), StringComparison.Ordinal)));
    }

    private static IncrementalStepRunReason Reason(CSharpCompilation before, CSharpCompilation after)
    {
        GeneratorDriver driver = Driver();
        GeneratorRunResult first = driver.RunGenerators(before).GetRunResult().Results.Single();
        Assert.Single(first.TrackedSteps[NeuronGenerator.Steps.Model]);
        return ReasonOf(driver.RunGenerators(before).RunGenerators(after));
    }

    private static CSharpGeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        [new NeuronGenerator().AsSourceGenerator()],
        parseOptions: ConsumerCompilation.ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    private static IncrementalStepRunReason ReasonOf(GeneratorDriver driver) =>
        driver.GetRunResult().Results.Single().TrackedSteps[NeuronGenerator.Steps.Read].Single().Outputs.Single().Reason;
}
