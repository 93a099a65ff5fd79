using NeuronDsl.Generator.Emit;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;
using Xunit;

namespace NeuronDsl.Tests.Emit;

public sealed class ConditionTests
{
    [Theory]
    [InlineData(512, 2)]
    [InlineData(256, 1)]
    [InlineData(128, 1)]
    public void A_comparison_that_several_choices_ask_for_is_repeated_where_masks_have_registers(int bits, int times) =>
        Assert.Equal(times, Comparisons(bits, combined: false));

    [Fact]
    public void A_comparison_that_logic_combines_is_written_once() => Assert.Equal(1, Comparisons(512, combined: true));

    private static int Comparisons(int bits, bool combined)
    {
        ProgramBuilder builder = new(Precision.Single);
        Value x = builder.Load(new Symbol(SymbolKind.State, "x")), y = builder.Load(new Symbol(SymbolKind.State, "y"));
        Value above = builder.Apply(Functions.GreaterOrEqual, builder.Add(x, y), y);
        builder.SetResult(new Symbol(SymbolKind.State, "x"), builder.Choose(above, y, x));
        Value other = combined ? builder.Apply(Functions.And, above, builder.Apply(Functions.Less, x, y)) : above;
        builder.SetResult(new Symbol(SymbolKind.State, "y"), builder.Choose(other, x, y));
        StepProgram program = builder.Build();
        SourceWriter writer = new();
        BodyPrinter printer = new(program, new VectorDialect(Precision.Single, bits), s => s.Name, new NameScope());
        printer.Print(writer);
        string text = writer.ToString() + printer[program.Results[0].Value] + printer[program.Results[1].Value];
        return text.Split("GreaterThanOrEqual").Length - 1;
    }
}
