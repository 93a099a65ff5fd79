using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;
using NeuronDsl.Tests.Passes.Elementary;
using Xunit;

namespace NeuronDsl.Tests.Passes;

public sealed class SquarePowersTests
{
    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(4, 3)]
    [InlineData(5, 4)]
    [InlineData(8, 4)]
    public void From_the_fourth_power_on_factors_are_squared(int power, int products)
    {
        StepProgram program = SquarePowers.Apply(Product(power));
        Assert.Equal(products, program.Operations.Count(o => o.Function == Functions.Multiply));
        double[] x = [0.3, -1.7, 0, 12], g = [36, 2, 5, -0.01], actual = ProgramEvaluator.Run(program, x, g), expected = ProgramEvaluator.Run(Product(power), x, g);
        for (int i = 0; i < x.Length; i++) Assert.Equal(expected[i], actual[i], 1e-15 * power * System.Math.Abs(expected[i]));
    }

    [Fact]
    public void A_power_that_is_needed_elsewhere_too_stays()
    {
        StepProgram program = ElementaryFunction.Program(Precision.Double, (b, load) =>
        {
            Value cube = b.Multiply(b.Multiply(load(0), load(0)), load(0));
            b.SetResult(new Symbol(SymbolKind.State, "cube"), cube);
            return b.Multiply(cube, load(0));
        });
        Assert.Equal(3, SquarePowers.Apply(program).Operations.Count(o => o.Function == Functions.Multiply));
    }

    // ((x g) x) x ...
    private static StepProgram Product(int power) => ElementaryFunction.Program(Precision.Double, (b, load) =>
    {
        Value product = b.Multiply(load(0), load(1));
        for (int i = 1; i < power; i++) product = b.Multiply(product, load(0));
        return product;
    });
}
