using System;
using System.Linq;
using MicrocodeSample;
using NeuronDsl.Microcode;
using Xunit;

namespace NeuronDsl.Tests.Microcode.FixedPoint;

/// <summary>Exponentials whose range is too wide for one table, beside the library's.</summary>
public sealed class ExponentialTests
{
    private const string Source = """
        [Fixed(Bits = BITS, MaxError = ERROR)]
        [Neuron]
        public partial class Unit
        {
            [State] public float y = 1;
            [Input, Range(-7.9999, 8)] public float x;
            [Update(nameof(y))] float Next => EXP;
            [Spike] bool Fires => y >= 10;
        }
        """;

    [Fact]
    public void Every_word_of_16_bits_has_its_exponential_within_one_and_a_half_units()
    {
        FixedProgram program = Exponential.Program;
        Assert.Equal(new FixedType(16, 13), program.Inputs[0].Type);
        Assert.Equal(new FixedType(16, 9), program.States[0].Type);
        (int inputs, double worst, _) = Exponential.Measure(program);
        Assert.Equal(65_536, inputs);
        Assert.InRange(worst, 0.5, 1.5);
    }

    [Fact]
    public void A_node_that_is_one_unit_off_is_noticed()
    {
        FixedTable table = Exponential.Program.Tables.Single();
        FixedTable[] off = [.. table.Nodes.Select((node, i) => table with { Nodes = table.Nodes.SetItem(i, Math.Max(node - 1, 0)) }).Skip(2).SkipLast(2)];
        Assert.All(off, t => Assert.NotEqual(Exponential.Measure(Exponential.Program), Exponential.Measure(Exponential.Program with { Tables = [t] })));
    }

    // Growing and decaying, with factors and offsets that become part of the table, in both widths.
    [Theory]
    [InlineData("MathF.Exp(x)", 32, 1e-6)]
    [InlineData("MathF.Exp(2.5f - x)", 32, 1e-6)]
    [InlineData("MathF.Exp(2.5f - x)", 16, 5e-4)]
    [InlineData("-3 * MathF.Exp(x / 1.7f + 1)", 16, 2.5e-4)]
    [InlineData("0.01f * MathF.Exp(-3 * x)", 32, 1e-6)]
    public void An_exponential_over_many_periods_keeps_its_bound(string expression, int bits, double error)
    {
        FixedNeuron neuron = FixedNeuron.Of(Source.Replace("BITS", $"{bits}").Replace("ERROR", FormattableString.Invariant($"{error:R}")).Replace("EXP", expression));
        Assert.Contains(neuron.Program.Operations, o => o.Opcode == FixedOpcode.ShiftRightBy);
        Assert.Null(neuron.Counterexample());
        FixedProgram loose = neuron.Program with { States = [.. neuron.Program.States.Select(s => s with { StepError = s.StepError / 8 })] };
        Assert.Contains("is off by", neuron.Counterexample(loose, 20_000));
    }
}
