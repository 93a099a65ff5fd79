using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;
using NeuronDsl.Tests.Passes.Elementary;
using Xunit;

namespace NeuronDsl.Tests.Passes;

public class ExpandFunctionsTests
{
    [Fact]
    public void Other_operations_names_and_notes_stay()
    {
        ProgramBuilder builder = new(Precision.Double) { Note = "dm/dt" };
        Symbol v = new(SymbolKind.State, "v"), m = new(SymbolKind.State, "m");
        Value rate = builder.Named("alpha", builder.Apply(Functions.Exp, builder.Load(v)));
        builder.SetResult(m, builder.Multiply(rate, builder.Load(m)));
        StepProgram program = ExpandFunctions.Apply(builder.Build());
        Operation result = program[program.Find(SymbolKind.State, "m")!.Value];
        Operation alpha = program[result.Operands[0]];
        Assert.Equal(Functions.Multiply, result.Function);
        Assert.Equal((Functions.Scale, "alpha", "dm/dt"), (alpha.Function, alpha.Name, alpha.Note));
        Assert.DoesNotContain(program.Operations, o => o.Function == Functions.Exp);
    }

    [Fact]
    public void Functions_of_one_argument_share_their_reduction_and_polynomial()
    {
        int Count(params Function[] functions) => ExpandFunctions.Apply(ElementaryFunction.Program(
            Precision.Double, (b, load) => functions.Select(f => b.Apply(f, load(0))).Aggregate(b.Add))).Operations.Count(o => o.Function is not null);

        // The second and third phi function cost a division, the series and the choice each, not another exponential.
        int one = Count(Functions.Phi(1)), two = Count(Functions.Phi(2)), both = Count(Functions.Phi(1), Functions.Phi(2));
        Assert.True(both <= one + two - 18, $"{one} and {two} operations apart, {both} together");
    }

    [Fact]
    public void An_exponential_in_float_is_thirteen_operations_and_in_double_fifteen_a_power_of_two_nine_and_fourteen()
    {
        Assert.Equal(9, ElementaryFunction.Expand(Functions.Exp2, Precision.Single).Operations.Count(o => o.Function is not null));
        Assert.Equal(14, ElementaryFunction.Expand(Functions.Exp2, Precision.Double).Operations.Count(o => o.Function is not null));
        Assert.Equal(13, ElementaryFunction.Expand(Functions.Exp, Precision.Single).Operations.Count(o => o.Function is not null));
        Assert.Equal(15, ElementaryFunction.Expand(Functions.Exp, Precision.Double).Operations.Count(o => o.Function is not null));
    }
}
