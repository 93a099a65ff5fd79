using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Tests.Generator;
using Xunit;

namespace NeuronDsl.Tests.Syntax;

using Solver = NeuronDsl.Generator.Solver;

public sealed class VariableReaderTests
{
    [Fact]
    public void What_is_declared_of_each_variable_is_read()
    {
        NeuronModel model = GeneratorHarness.Read("""
            /// <summary>
            /// The neuron of <see cref="System.Math"/> &amp; others, J. Physiol. 117, in one
            /// sentence. And another.
            /// </summary>
            [Neuron(Dt = 0.5)]
            public sealed partial class N
            {
                /// <summary>Time constants.</summary>
                [Parameter(Learnable = true), Unit("ms"), Range(1, 100)] public double Tau = 10;

                [Parameter] public double TauG { get; init; } = 5;

                [Refractory] public double TRef = 2;

                /// <summary>Potential</summary>
                /// <remarks>of the membrane</remarks>
                [State, Unit("mV")] public double V { get; set; } = -65;

                [State]
                [Receives]
                public double g;

                [Input] public double I { get; set; }
                [Noise] private double _xi;

                [Derivative(nameof(V))] double DV => (I - V) / Tau + _xi;
                [Derivative(nameof(g))] double Dg => -g / TauG;
                [Spike] bool Fires => V > 0;
            }
            """);
        Assert.Equal("The neuron of Math & others, J. Physiol. 117, in one sentence.", model.Summary);
        Assert.Equal(Precision.Double, model.Precision);
        Assert.Equal(0.5, model.Dt);
        Assert.Equal(
            [
                new ParameterModel("Tau") { Learnable = true, Unit = "ms", Range = (1, 100), Value = 10, Summary = "Time constants." },
                new ParameterModel("TauG") { Value = 5 },
                new ParameterModel("TRef") { Value = 2 },
            ],
            model.Parameters);
        Assert.Equal("TRef", model.Refractory);
        Assert.Equal(["V mV Potential False", "g   True"], model.States.Select(s => $"{s.Name} {s.Unit} {s.Summary} {s.Receives}"));
        Assert.Equal([new MemberModel("I") { Value = 0 }], model.Inputs);
        Assert.Equal([new MemberModel("_xi") { Value = 0 }], model.Noises);
        Assert.Equal([Solver.EulerMaruyama], model.Solvers);
    }

    [Theory]
    [InlineData("NDSL0004", "", "[|N|]")]
    [InlineData("NDSL0005", "[State] public int [|v|]; [Derivative(nameof(v))] float Dv => -v;")]
    [InlineData("NDSL0005", "[State] public float v; [Derivative(nameof(v))] float Dv => -v; [Input] public float[] [|x|] = new float[3];")]
    [InlineData("NDSL0006", "[State] public float v; [Parameter] public float A; [Derivative(nameof(v))] double [|Dv|] => -v;")]
    [InlineData("NDSL0006", "[State] public double v; [Input] public double x; [Parameter] public float [|a|], [|b|]; [Derivative(nameof(v))] double Dv => -v * x; [Parameter] public double C, D;")]
    [InlineData("NDSL0007", "[State] public static float [|v|]; [Derivative(nameof(v))] float Dv => -v;")]
    [InlineData("NDSL0007", "[State] public float [|v|] { get; init; } [Derivative(nameof(v))] float Dv => -v;")]
    [InlineData("NDSL0007", "[State] public float [|v|] { get; } [Derivative(nameof(v))] float Dv => -v;")]
    [InlineData("NDSL0007", "[State] public float [|v|] { get => 0; set { } } [Derivative(nameof(v))] float Dv => -v;")]
    [InlineData("NDSL0007", "[State] public float v; [Parameter] public const float [|A|] = 1; [Derivative(nameof(v))] float Dv => -v * A;")]
    [InlineData("NDSL0008", "[State] public float v; [Parameter, Input] public float [|A|]; [Derivative(nameof(v))] float Dv => -v * A;")]
    [InlineData("NDSL0008", "[State] public float v; [Derivative(nameof(v)), Update(nameof(v))] float [|Dv|] => -v;")]
    [InlineData("NDSL0008", "[State] public float v; [Derivative(nameof(v))] float Dv => -v; [Parameter, Output] public float [|A|] { get; set; }")]
    [InlineData("NDSL0009", "[State] public float v; [Receives] public float [|g|]; [Derivative(nameof(v))] float Dv => -v;")]
    [InlineData("NDSL0012", "[State] public float v; [Parameter] [[|Range(1, 1)|]] public float A, B; [Derivative(nameof(v))] float Dv => -v;")]
    [InlineData("NDSL0021", "[State] public float v; [Refractory] public float [|T|]; [Derivative(nameof(v))] float Dv => -v;")]
    public void A_wrong_member_is_reported_at_its_name(string id, string members, string name = "N") =>
        GeneratorHarness.Diagnose(id, $$"""[Neuron] public partial class {{name}} { {{members}} }""");
}
