using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;
using NeuronDsl.Tests.Generator;
using Xunit;

namespace NeuronDsl.Tests.Symbolics;

public sealed class LinearityTests
{
    [Theory]
    [InlineData("-x", null)]
    [InlineData("a * x / b - 3 * (x - y)", null)]
    [InlineData("(a > 0 ? x : -x) + MathF.Exp(y)", null)]
    [InlineData("y * y * x", null)]
    [InlineData("a + x * x", "x * x")]
    [InlineData("a / (1 + x)", "a / (1 + x)")]
    [InlineData("a * (y - x * y * x)", "x * y * x")]
    [InlineData("-x + (x > 0 ? 1 : 0)", "x > 0 ? 1 : 0")]
    [InlineData("-x + Neural.Heaviside(x)", "Heaviside(x)")]
    [InlineData("MathF.Exp(a * x) - x", "Exp(a * x)")]
    public void The_part_that_is_not_linear_in_x_is_found(string expression, string? expected)
    {
        NeuronModel model = GeneratorHarness.Read($$"""
            [Neuron(Targets = Target.None)]
            public partial class N
            {
                [Parameter] public float a, b;
                [State] public float x, y;
                [Derivative(nameof(x))] float Dx => {{expression}};
                [Derivative(nameof(y))] float Dy => 0;
            }
            """);
        Expression? part = Linearity.NonlinearPart(model.States[0].Equation.Expression, s => s.Name == "x");
        Assert.Equal(expected, part is null ? null : Infix.Text(part));
    }
}
