using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Microcode;
using Xunit;
using Xunit.Abstractions;

namespace NeuronDsl.Tests.Microcode.FixedPoint;

/// <summary>When fixed-point neurons fire, beside the same scheme in double precision.</summary>
public sealed class SpikeTimeTests(ITestOutputHelper output)
{
    // Two steps of half a millisecond for v, then u with the new v, clamped at the peak.
    private const string Halves = """
        [Fixed(Bits = BITS)]
        [Neuron(Dt = 1)]
        public partial class Halves
        {
            [State] public float v = -65f;
            [State, Range(-20, 44)] public float u = -13f;
            [Input, Range(0, 24)] public float I;
            float Half => MathF.Min(v + 0.5f * (0.04f * v * v + 5 * v + 140 - u + I), 30);
            [Update(nameof(v))] float NextV => MathF.Min(Half + 0.5f * (0.04f * Half * Half + 5 * Half + 140 - u + I), 30);
            [Update(nameof(u))] float NextU => u + 0.02f * (0.2f * NextV - u);
            [Spike] bool Fires => v >= 30;
            [Reset] void Reset() { v = -65; u += 8; }
        }
        """;

    [Theory]
    [InlineData(32, 0.05)]
    [InlineData(16, 0.8)]
    public void Izhikevich_fires_when_double_precision_does(int bits, double limit)
    {
        FixedNeuron neuron = FixedNeuron.Of(Halves.Replace("BITS", bits.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        (double mean, int lost, int spikes) = Compare(neuron, [.. Enumerable.Range(4, 17).Select(i => (double)i)], steps: 1000, dt: 1);
        output.WriteLine($"Izhikevich {bits} bits: {mean:F4} ms over {spikes} spikes, {lost} more or less");
        Assert.InRange(mean, 0, limit);
        Assert.InRange(lost, 0, bits == 32 ? 0 : spikes / 100);
    }

    // With all words of 16 bits, the tables of rates included, 1.0 ms is what is reached: a rate's table has one format for four decades.
    [Theory]
    [InlineData(32, 0.005)]
    [InlineData(16, 1.5)]
    public void Hodgkin_and_Huxley_fires_when_double_precision_does(int bits, double limit)
    {
        FixedNeuron neuron = FixedNeuron.OfCatalogue("HodgkinHuxley", "Euler", bits);
        (double mean, int lost, int spikes) = Compare(neuron, [.. Enumerable.Range(7, 9).Select(i => (double)i)], steps: 30_000, dt: 0.01);
        output.WriteLine($"Hodgkin-Huxley {bits} bits: {mean:F5} ms over {spikes} spikes, {lost} more or less");
        Assert.InRange(mean, 0, limit);
        Assert.InRange(lost, 0, bits == 32 ? 0 : 2);
    }

    private static (double Mean, int Lost, int Spikes) Compare(FixedNeuron neuron, double[] inputs, int steps, double dt)
    {
        FixedProgram program = neuron.Program;
        double sum = 0;
        int lost = 0, spikes = 0;
        FixedEvaluator evaluator = new(program, inputs.Length);
        for (int n = 0; n < inputs.Length; n++)
        {
            evaluator.Inputs[0][n] = (int)program.Inputs[0].Type.FromDouble(inputs[n]);
            double[] input = [program.Inputs[0].Type.ToDouble(evaluator.Inputs[0][n])];
            double[] state = [.. program.States.Select(s => s.Type.ToDouble(s.Initial))];
            List<int> exact = [], found = [];
            for (int step = 0; step < steps; step++)
            {
                evaluator.Step(n);
                if (evaluator.Spikes[n]) found.Add(step);
                (state, bool fires) = neuron.RealStep(state, input);
                if (fires) exact.Add(step);
            }

            int common = Math.Min(exact.Count, found.Count);
            for (int k = 0; k < common; k++) sum += Math.Abs(exact[k] - found[k]) * dt;
            spikes += common;
            lost += Math.Abs(exact.Count - found.Count);
        }

        return (sum / spikes, lost, spikes);
    }
}
