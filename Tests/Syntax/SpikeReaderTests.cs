using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;
using NeuronDsl.Tests.Generator;
using NeuronDsl.Tests.Symbolics;
using Xunit;

namespace NeuronDsl.Tests.Syntax;

using Surrogate = NeuronDsl.Generator.Surrogate;
using Target = NeuronDsl.Generator.Target;

public sealed class SpikeReaderTests
{
    [Theory]
    [InlineData("v >= Threshold", "v - Threshold")]
    [InlineData("v > 0", "v")]
    [InlineData("v <= Threshold", "Threshold - v")]
    [InlineData("Threshold < v", "v - Threshold")]
    [InlineData("Above", "v - 2")]
    [InlineData("v >= 1 && v < 2", null)]
    [InlineData("!(v < 1)", null)]
    [InlineData("v == 1", null)]
    [InlineData("true", null)]
    public void The_margin_is_the_difference_of_the_two_sides(string condition, string? margin)
    {
        NeuronModel model = Read("[Spike]", condition);
        Assert.Equal(margin, model.Spike!.Margin is { } m ? Infix.Text(m) : null);
        Assert.Equal(margin is not null, model.Targets.HasFlag(Target.Training));
    }

    [Fact]
    public void A_margin_of_its_own_goes_first()
    {
        SpikeModel spike = Read("[Margin] float M => (v - Threshold) / Threshold; [Spike]", "v >= Threshold").Spike!;
        Assert.Equal("(v - Threshold) / Threshold", Infix.Text(spike.Margin!));
    }

    [Theory]
    [InlineData("[Spike]", Surrogate.ATan, 2)]
    [InlineData("[Spike(Surrogate.FastSigmoid)]", Surrogate.FastSigmoid, 25)]
    [InlineData("[Spike(Surrogate.Triangle, 0.5f)]", Surrogate.Triangle, 0.5)]
    [InlineData("[Spike(sharpness: 3)]", Surrogate.ATan, 3)]
    [InlineData("[Spike(Surrogate.Gaussian, double.NaN)]", Surrogate.Gaussian, 2)]
    public void A_surrogate_is_read_with_its_sharpness(string attribute, Surrogate surrogate, double sharpness)
    {
        SpikeModel spike = Read(attribute, "v >= 1").Spike!;
        Assert.Equal(SurrogateFunctions.Slope(surrogate, sharpness), spike.Slope);
        Assert.Equal(SurrogateFunctions.SmoothStep(surrogate, sharpness), spike.SmoothStep);
    }

    [Fact]
    public void A_smooth_step_of_the_users_gives_its_derivative()
    {
        SpikeModel spike = Read("static float Smooth(float x) => Twice(MathF.Tanh(K * x)); static float Twice(float y) => 2 * y; const float K = 3; [Spike(nameof(Smooth))]", "v >= 1").Spike!;
        Assert.Equal("2 * Tanh(3 * margin)", Infix.Text(spike.SmoothStep!));
        foreach (double m in new[] { -0.7, 0, 0.2, 1.5 })
        {
            double witness = (Value(spike.SmoothStep!, m + 1e-6) - Value(spike.SmoothStep!, m - 1e-6)) / 2e-6;
            Assert.Equal(witness, Value(spike.Slope, m), 8);
        }

        static double Value(Expression e, double m) => Evaluator.Evaluate(e, _ => m);
    }

    [Theory]
    [InlineData("NDSL0020", "[Margin] float M => [|Inner|]; float Inner => Fires ? v : 0; [Spike]")]
    [InlineData("NDSL0023", "[Spike(Surrogate.ATan, [|0|])]")]
    [InlineData("NDSL0023", "[Spike(sharpness: [|double.PositiveInfinity|])]")]
    [InlineData("NDSL0024", "[Spike([|\"Missing\"|])]")]
    [InlineData("NDSL0024", "static float S(float x, float y) => x; [Spike([|nameof(S)|])]")]
    [InlineData("NDSL0025", "[Spike([|(Surrogate)99|])]")]
    public void A_wrong_surrogate_or_margin_is_reported(string id, string attribute) => GeneratorHarness.Diagnose(id, Source(attribute, "v >= 1"));

    private static NeuronModel Read(string attribute, string condition) => GeneratorHarness.Read(Source(attribute, condition));

    private static string Source(string attribute, string condition) => $$"""
        [Neuron]
        public partial class N
        {
            [Parameter] public float Threshold = 1;
            [State] public float v;
            [Update(nameof(v))] float Next => 0.9f * v;
            bool Above => v > 2;
            {{attribute}} bool Fires => {{condition}};
        }
        """;
}
