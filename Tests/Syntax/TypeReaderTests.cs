using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;
using NeuronDsl.Tests.Generator;
using Xunit;

namespace NeuronDsl.Tests.Syntax;

public sealed class TypeReaderTests
{
    private const string Body = "{ [State] public float v; [Derivative(nameof(v))] float Dv => -v; }";

    [Theory]
    [InlineData("[Neuron] public partial class N " + Body, "N", "class N")]
    [InlineData("namespace A.B; [Neuron] public sealed partial class N " + Body, "A.B.N", "class N")]
    [InlineData("namespace A { namespace B { [Neuron] partial record N " + Body + " } }", "A.B.N", "record N")]
    [InlineData("[Neuron] partial class @class " + Body, "class", "class @class")]
    [InlineData("namespace @event; [Neuron] partial class Größe " + Body, "event.Größe", "class Größe")]
    [InlineData("[Neuron] partial class N<T> where T : class " + Body, "N-1", "class N<T>")]
    [InlineData(
        "namespace A; partial struct S<T, @in> { partial interface I<U> { partial record struct R { [Neuron] partial class N " + Body + " } } }",
        "A.S-2.I-1.R.N", "struct S<T, @in> | interface I<U> | record struct R | class N")]
    public void Where_the_class_stands_is_read(string source, string hintName, string declarations)
    {
        TypeModel type = GeneratorHarness.Read(source).Type;
        Assert.Equal(hintName, type.HintName);
        Assert.Equal(declarations, string.Join(" | ", type.Declarations.Select(d => $"{d.Keyword} {d.Name}{d.TypeParameters}")));
    }

    [Theory]
    [InlineData("NDSL0001", "partial class Outer { class [|Inner|] { [Neuron] partial class N " + Body + " } }")]
    [InlineData("NDSL0002", "[Neuron] file partial class [|N|] " + Body)]
    [InlineData("NDSL0002", "[Neuron] static partial class [|N|] { [State] static float v; [Derivative(nameof(v))] static float Dv => -v; }")]
    [InlineData("NDSL0003", "[Neuron] partial record [|N|](float Tau) " + Body)]
    [InlineData("NDSL0003", "[Neuron] partial class N { public required float [|Tau|]; [State] public float v; [Derivative(nameof(v))] float Dv => -v; }")]
    public void A_class_that_cannot_be_added_to_is_reported(string id, string source) => GeneratorHarness.Diagnose(id, source);

    [Fact]
    public void Parts_in_several_files_are_one_neuron()
    {
        NeuronModel model = GeneratorHarness.Read(
            """
            namespace A;

            /// <summary>In two parts. The second is elsewhere.</summary>
            [Neuron]
            public partial class N
            {
                [State] public float v;
                float Leak => -v / Tau * Sign;
            }
            """,
            """
            using static System.MathF;

            namespace A;

            partial class N
            {
                [Parameter] public float Tau = 10;
                [State] public float u;
                [Derivative(nameof(v))] float Dv => Leak - Exp(u) * Constants.Half;
                [Derivative(nameof(u))] float Du => -u;
                private const float Sign = 2;
            }
            """,
            "namespace A; static class Constants { public const float Half = 0.5f; }");
        Assert.Equal(["v", "u"], model.States.Select(s => s.Name));
        Assert.Equal("Leak - Exp(u) * 0.5", Infix.Text(model.States[0].Equation.Expression));
        Assert.Equal("-v / Tau * 2", Infix.Text(model.Helpers.Single().Expression));
        Assert.Equal("In two parts.", model.Summary);
    }

    [Theory]
    [InlineData("[Neuron] partial struct N " + Body)]
    [InlineData("[Neuron] partial class N { } [Neuron] partial class N " + Body)]
    [InlineData("[Neuron, Neuron] partial class N " + Body)]
    public void What_CSharp_refuses_is_left_to_it(string source)
    {
        NeuronRun run = GeneratorHarness.Run(source);
        Assert.Empty(run.Errors);
        Assert.NotEmpty(run.CompilerErrors);
    }

    [Fact]
    public void A_mistyped_attribute_is_left_to_the_compiler_alone()
    {
        NeuronRun run = GeneratorHarness.Run(
            "[Neuron] partial class N { [Stat] public float v; [Input] public float x; [Update(nameof(v))] float Next => v + x; [Spike] bool Fires => v >= 1; [Reset] void Reset() => v = 0; }");
        Assert.Empty(run.Errors);
        Assert.Empty(run.Models);
        Assert.NotEmpty(run.CompilerErrors);
        Assert.All(run.CompilerErrors, error => Assert.Contains("Stat", error.ToString()));
    }

    [Fact]
    public void Several_neurons_of_one_file_are_read_apart()
    {
        NeuronRun run = GeneratorHarness.Run("[Neuron] partial class A " + Body + " [Neuron] partial class B " + Body + " partial class C { [Neuron] partial class A " + Body + " }");
        Assert.Equal(["A", "B", "C.A"], run.Models.Select(m => m.Type.HintName));
    }

    [Fact]
    public void Names_that_are_keywords_are_names()
    {
        NeuronModel model = GeneratorHarness.Read("""
            [Neuron]
            public partial class @new
            {
                [Parameter] public float @in = 1, dt = 2, Größe = 3;
                [State] public float @class;
                [Initial(nameof(@class))] float @int => @in;
                [Derivative(nameof(@class))] float @double => -@class / @in * @is + dt + Größe;
                float @is => 2 * @class;
            }
            """);
        StateModel state = Assert.Single(model.States);
        Assert.Equal(("class", "double", "int"), (state.Name, state.Equation.Property, state.InitialProperty));
        Assert.Equal("-class / in * is + dt + Größe", Infix.Text(state.Equation.Expression));
        Assert.Equal("@new", model.Type.Name);
    }
}
