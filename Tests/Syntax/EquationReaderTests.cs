using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;
using NeuronDsl.Generator.Syntax;
using NeuronDsl.Tests.Generator;
using Xunit;

namespace NeuronDsl.Tests.Syntax;

public sealed class EquationReaderTests
{
    [Fact]
    public void Each_state_finds_its_equation()
    {
        NeuronModel model = GeneratorHarness.Read("""
            [Neuron]
            public partial class N
            {
                [State] public float v, u, w;
                [Update(nameof(w))] float NextW => NextV + u;
                [Initial("u")] float U0 => 2 * v;
                [Update(nameof(v))] float NextV { get { return w + v; } }
                [Derivative(nameof(u))] float Du { get => -u; }
                [Output] float Y => w;
            }
            """);
        Assert.Equal(
            ["v = w + v by NextV", "u' = -u by Du, first by U0", "w = NextV + u by NextW"],
            model.States.Select(s => $"{s.Name}{(s.Equation.Kind == EquationKind.Derivative ? "'" : "")} = {s.Equation.Text} by {s.Equation.Property}"
                + (s.InitialProperty is null ? "" : $", first by {s.InitialProperty}")));
        Assert.Equal("w + v + u", Infix.Text(model.Inline(model.States[2].Equation.Expression)));
        Assert.Equal("NextV", Assert.Single(model.Helpers).Name);
        Assert.Equal(new HelperModel("Y", "w", new Symbol(SymbolKind.State, "w")), model.Output);
    }

    [Theory]
    [InlineData("Derivative([|\"V\"|])", "perhaps 'v' is meant")]
    [InlineData("Derivative([|\"voltage\"|])", "its states are v, u")]
    [InlineData("Derivative([|nameof(A)|])", "it is marked [Parameter]")]
    [InlineData("Initial([|nameof(Du)|])", "its states are v, u")]
    public void A_name_that_is_no_state_gets_advice(string attribute, string advice) => Assert.EndsWith(
        advice,
        Assert.Single(GeneratorHarness.Diagnose("NDSL0015", $$"""
            [Neuron]
            public partial class N
            {
                [Parameter] public float A = 1;
                [State] public float v, u;
                [Derivative(nameof(u))] float Du => -u;
                [Derivative(nameof(v))] float Dv => -v;
                [{{attribute}}] float X => 0;
            }
            """)));

    [Theory]
    [InlineData("NDSL0010", "[Derivative(nameof(v))] float [|Dv|] { get; set; }")]
    [InlineData("NDSL0010", "[Derivative(nameof(v))] bool [|Dv|] => true;")]
    [InlineData("NDSL0010", "[Derivative(nameof(v))] static float [|Dv|] => 0;")]
    [InlineData("NDSL0010", "[Derivative(nameof(v))] float Dv => -v; [Output] int [|Y|] => 0;")]
    [InlineData("NDSL0010", "[Derivative(nameof(v))] float Dv => -v; [Spike] bool Fires => v > 1; [Reset] void [|Reset|](float x) { }")]
    [InlineData("NDSL0011", "[Derivative(nameof(v))] float Dv => -v; [Output] float Y => v; [Output] float [|Z|] => v;")]
    [InlineData("NDSL0014", "[Derivative(nameof(v))] float Dv => -v; [Initial(nameof(v))] float V0 => 1; [Initial(nameof(v))] float [|V1|] => 1;")]
    [InlineData("NDSL0026", "[Derivative(nameof(v))] float Dv => -v; [Initial(nameof(v))] float V0 => [|v|] + 1;")]
    [InlineData("NDSL0026", "[Derivative(nameof(v))] float Dv => -v; [Initial(nameof(v))] float V0 => [|Inner|]; float Inner => x; [Input] public float x;")]
    public void A_wrong_equation_is_reported(string id, string members) =>
        GeneratorHarness.Diagnose(id, $$"""[Neuron] public partial class N { [State] public float v; {{members}} }""");

    [Theory]
    [InlineData("NDSL0016", "[|Gain|] * v")]
    [InlineData("NDSL0016", "[|_stored|]")]
    [InlineData("NDSL0016", "[|other.v|] - v")]
    [InlineData("NDSL0016", "[|new N().v|]")]
    [InlineData("NDSL0016", "[|Elsewhere.Level|] * v")]
    [InlineData("NDSL0017", "[|MathF.Asinh|](v)")]
    [InlineData("NDSL0017", "[|MathF.Log|](v, 2)")]
    [InlineData("NDSL0017", "[|MathF.Sign|](v) + [|MathF.Floor|](v)")]
    [InlineData("NDSL0017", "[|Own|](v)", "float Own(float x) => x;")]
    [InlineData("NDSL0017", "Inner(v)", "static float Inner(float x) => [|MathF.Round|](x);")]
    [InlineData("NDSL0017", "[|((Func<float, float>)(x => x))|](v)")]
    [InlineData("NDSL0018", "[|v % 2|]")]
    [InlineData("NDSL0018", "[|numbers[0]|] * v")]
    [InlineData("NDSL0018", "[|v is > 0|] ? 1 : 0")]
    [InlineData("NDSL0018", "[|v switch { > 0 => 1, _ => 0 }|]")]
    [InlineData("NDSL0018", "v + ([|v = 1|])")]
    [InlineData("NDSL0018", "[|v++|]")]
    [InlineData("NDSL0019", "[|(int)v|] + v")]
    [InlineData("NDSL0019", "[|(v > 0 ? 1 : 2) / 2|] * v")]
    [InlineData("NDSL0019", "(float)[|(decimal)v|]")]
    [InlineData("NDSL0019", "Whole(v) * v", "static int Whole(float x) => [|(int)x|];")]
    [InlineData("NDSL0019", "Third(1) * v", "static float Third(int n) => [|n / 3|];")]
    [InlineData("NDSL0020", "[|Dv|] + v")]
    [InlineData("NDSL0020", "Circle", "float Circle => Second(v); static float First(float x) => [|Second(x)|]; static float Second(float x) => First(x);")]
    public void A_wrong_expression_is_reported_at_the_exact_place(string id, string expression, string members = "") => GeneratorHarness.Diagnose(id, $$"""
        public static class Elsewhere { public static float Level = 1; }

        [Neuron]
        public partial class N
        {
            public float Gain = 1;
            private readonly float _stored = 1;
            public float[] numbers = new float[3];
            private readonly N other = new N();
            [State] public float v;
            [Derivative(nameof(v))] float Dv => {{expression}};
            {{members}}
        }
        """);

    [Theory]
    [InlineData("for (int i = 0; i < 3; i++) { } return v;", "for")]
    [InlineData("float F(float x) => x; return v;", "F")]
    [InlineData("if (v > 0) return 1; return v;", "if")]
    [InlineData("throw new Exception();", "throw")]
    public void A_wrong_statement_is_reported_at_its_first_word(string body, string marked)
    {
        int at = body.IndexOf(marked, System.StringComparison.Ordinal);
        string source = body.Insert(at + marked.Length, "|]").Insert(at, "[|");
        GeneratorHarness.Diagnose("NDSL0018", $$"""[Neuron] public partial class N { [State] public float v; [Derivative(nameof(v))] float Dv { get { {{source}} } } }""");
    }

    [Theory]
    [InlineData("float Dv => -w;")]
    [InlineData("float Dv => 0.5 * v;")]
    [InlineData("float Dv => MathF.Exp();")]
    [InlineData("float Dv => true;")]
    [InlineData("Flaot Dv => v;")]
    [InlineData("float Dv => ;")]
    [InlineData("float Dv { get { } }")]
    [InlineData("float Dv => Unknown(v) + MathF.Exp(v);")]
    public void What_CSharp_itself_refuses_is_left_to_it(string equation)
    {
        NeuronRun run = GeneratorHarness.Run($$"""[Neuron] public partial class N { [State] public float v; [Derivative(nameof(v))] {{equation}} }""");
        Assert.Empty(run.Models);
        Assert.Empty(run.Errors);
        Assert.NotEmpty(run.CompilerErrors);
    }

    [Theory]
    [InlineData("[Derivative(nameof(w))] float Dv => -v;")]
    [InlineData("[Derivative] float Dv => -v;")]
    [InlineData("[Derivative(nameof(v))] float Dv() => -v;")]
    [InlineData("[Derivative(nameof(v))] float Dv => -v; [Spike] bool Fires => v > 0; bool Fires => Fires;")]
    [InlineData("[Derivative(nameof(v))] float Dv => -v; [Spike(Surrogate.Nothing)] bool Fires => v > 0;")]
    [InlineData("[Derivative(nameof(v))] float Dv => -v; [Range(1)] [Parameter] public float a;")]
    public void Wrong_attributes_are_left_to_CSharp(string members)
    {
        NeuronRun run = GeneratorHarness.Run($$"""[Neuron] public partial class N { [State] public float v; {{members}} }""");
        Assert.Empty(run.Errors);
        Assert.NotEmpty(run.CompilerErrors);
    }

    [Theory]
    [InlineData("Votage", "Voltage")]
    [InlineData("voltage", "Voltage")]
    [InlineData("V", "v")]
    [InlineData("x", null)]
    [InlineData("Dv", null)]
    [InlineData("Current", null)]
    public void The_name_that_was_meant_is_guessed(string name, string? meant) => Assert.Equal(meant, NearMiss.Find(name, ["v", "Voltage", "w"]));
}
