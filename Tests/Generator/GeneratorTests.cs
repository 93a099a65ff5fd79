using System;
using System.IO;
using System.Linq;
using System.Reflection;
using NeuronDsl.Generator.Model;
using Xunit;
using Xunit.Sdk;

namespace NeuronDsl.Tests.Generator;

/// <summary>The harness itself: that it finds what it is there to find.</summary>
public sealed class GeneratorTests
{
    [Fact]
    public void Equal_sources_give_equal_models_and_different_ones_different()
    {
        NeuronModel one = Model("-v"), same = Model("-v"), other = Model("-v / 2");
        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, other);

        static NeuronModel Model(string equation) =>
            GeneratorHarness.Read($$"""[Neuron] partial class N { [State] public float v; [Derivative(nameof(v))] float Dv => {{equation}}; }""");
    }

    [Fact]
    public void The_object_graph_finds_what_hides_in_a_record()
    {
        object hidden = new EquatableArray<object>([Tuple.Create("plain", ConsumerCompilation.Create())]);
        Assert.Throws<FalseException>(() => ObjectGraph.AssertPlain(hidden));
        ObjectGraph.AssertPlain(new EquatableArray<object>([Tuple.Create("plain", 1)]));
    }

    [Fact]
    public void Marks_are_taken_out_of_a_source()
    {
        MarkedSource source = MarkedSource.Parse("a [|b|] c [|d|]");
        Assert.Equal("a b c d", source.Text);
        Assert.Equal([(2, 1), (6, 1)], source.Spans.Select(s => (s.Start, s.Length)));
    }

    [Fact]
    public void A_snapshot_that_differs_shows_the_difference()
    {
        string root = Directory.CreateTempSubdirectory().FullName;
        try
        {
            File.WriteAllText(Path.Combine(root, "T.M#N.g.verified.cs"), "//HintName: N.g.cs\nclass A;\nclass B;\n");
            Snapshot.Match("T.M", [("N.g.cs", "class A;\nclass B;\n")], root);
            XunitException difference = Assert.Throws<XunitException>(() => Snapshot.Match("T.M", [("N.g.cs", "class A;\nclass C;\n")], root));
            Assert.Contains("- class B;\n+ class C;", difference.Message);
            Assert.True(File.Exists(Path.Combine(root, "T.M#N.g.received.cs")));
            Assert.Contains("no longer generated", Assert.Throws<XunitException>(() => Snapshot.Match("T.M", [], root)).Message);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public void The_double_twin_has_no_float_left()
    {
        string twin = DoubleTwin.Rewrite("float F(System.Single x) => MathF.Exp(x) * 1.5f + 2F / 3e-2f + (float)1; // 1f float");
        Assert.Equal("double F(System.Double x) => Math.Exp(x) * 1.5 + 2.0 / 3e-2 + (double)1; // 1f float", twin);
    }

    [Fact]
    public void A_neuron_of_the_catalogue_has_a_twin_in_double()
    {
        Assembly twin = GeneratorHarness.CompileDoubleTwin(Catalogue.Files.Single(f => Path.GetFileName(f) == "HodgkinHuxley.cs"));
        Type neuron = Assert.Single(twin.GetTypes(), t => t.GetCustomAttribute<NeuronAttribute>() is not null);
        Assert.Equal(typeof(double), neuron.GetField("GNa")!.FieldType);
    }
}
