using System;
using System.Linq;
using MicrocodeSample;
using NeuronDsl.Microcode;
using Xunit;

namespace NeuronDsl.Tests.Microcode.FixedPoint;

/// <summary>Steps whose errors cannot be bounded: words saturate where errors may take them, ranges stay proven, errors are measured.</summary>
public sealed class SaturationTests
{
    // The greatest error that 20,000 random and extreme states show, in mV, with half as much again as room.
    [Theory]
    [InlineData("AdEx", 32, 0.3)]
    [InlineData("AdEx", 16, 11)]
    [InlineData("ExponentialIntegrateAndFire", 16, 0.05)]
    public void A_step_without_a_bound_of_its_error_keeps_its_ranges(string name, int bits, double measured)
    {
        FixedNeuron neuron = FixedNeuron.OfCatalogue(name, "RungeKutta4", bits);
        FixedProgram program = neuron.Program;
        int v = Array.FindIndex([.. program.States], s => s.Name == "V");
        Assert.Equal(double.PositiveInfinity, program.States[v].StepError);
        SearchResult found = ProofSearch.Run(neuron.Model, program, 20_000);
        Assert.Null(found.Counterexample);
        Assert.InRange(found.Worst[v], program.States[v].Type.Ulp, measured);
        Assert.All(program.Operations, o => Assert.True(!o.HasResult || o.Type == FixedType.Bool || o.Range.Proven));
    }

    [Fact]
    public void Whatever_the_ranges_of_operands_allow_to_leave_the_word_saturates()
    {
        FixedProgram program = FixedNeuron.OfCatalogue("AdEx", "RungeKutta4", 32).Program;
        Assert.Empty(Leaving(program));
        FixedProgram wrapping = program with { Operations = [.. program.Operations.Select(o => o with { Overflow = FixedOverflow.Wrap })] };
        Assert.NotEmpty(Leaving(wrapping));
    }

    [Theory]
    [InlineData("AdEx", 32, 0.1, 0)]
    [InlineData("AdEx", 16, 20, 5)]
    public void It_fires_when_double_precision_does(string name, int bits, double limit, int lost)
    {
        FixedNeuron neuron = FixedNeuron.OfCatalogue(name, "RungeKutta4", bits);
        SpikeTimes times = SpikeTimes.Compare(neuron.Model, neuron.Program, [600, 700, 800, 1000, 1200], steps: 10_000, dt: 0.1);
        Assert.InRange(times.Spikes, 90, 110);
        Assert.InRange(times.Mean, 0, limit);
        Assert.InRange(times.Lost, 0, lost);
    }

    // Operations that wrap although their operands' proven ranges let the result leave the word at an end that their own range reaches.
    private static int[] Leaving(FixedProgram program) => [.. Enumerable.Range(0, program.Operations.Length).Where(i =>
    {
        FixedOperation o = program.Operations[i];
        if (o.Overflow != FixedOverflow.Wrap) return false;
        FixedRange[] a = [.. o.Operands.Select(k => program.Operations[k].Range)];
        (Int128 low, Int128 high) = o.Opcode switch
        {
            FixedOpcode.Add => ((Int128)a[0].Low + a[1].Low, (Int128)a[0].High + a[1].High),
            FixedOpcode.Subtract => ((Int128)a[0].Low - a[1].High, (Int128)a[0].High - a[1].Low),
            FixedOpcode.ShiftLeft => ((Int128)a[0].Low << o.Shift, (Int128)a[0].High << o.Shift),
            _ => (o.Range.Low, o.Range.High),
        };
        return (low < o.Type.Low && o.Range.Low == o.Type.Low) || (high > o.Type.High && o.Range.High == o.Type.High);
    })];
}
