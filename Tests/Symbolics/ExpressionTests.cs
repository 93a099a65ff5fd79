using NeuronDsl.Generator.Symbolics;
using Xunit;

namespace NeuronDsl.Tests.Symbolics;

public sealed class ExpressionTests
{
    // Compared without a memory, sixty doublings would take 2^60 steps.
    [Fact]
    public void Expressions_that_share_their_parts_compare_in_linear_time()
    {
        Assert.Equal(Doubled(60, "v"), Doubled(60, "v"));
        Assert.NotEqual(Doubled(60, "v"), Doubled(60, "w"));
        Assert.NotEqual(Doubled(60, "v"), Doubled(59, "v"));
    }

    private static Expression Doubled(int times, string name)
    {
        Expression sum = new Symbol(SymbolKind.State, name);
        for (int i = 0; i < times; i++) sum = Algebra.Apply(Functions.Sqrt, sum + sum);
        return sum;
    }
}
