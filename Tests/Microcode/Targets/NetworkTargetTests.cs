using System;
using System.Buffers.Binary;
using System.Linq;
using NeuronDsl.Microcode.Executors;
using NeuronDsl.Microcode.Networks;
using NeuronDsl.Tests.Microcode.Executors;
using Xunit;

namespace NeuronDsl.Tests.Microcode.Targets;

public sealed class NetworkTargetTests
{
    private const int Inputs = 20, Hidden = 72, Classes = 10, Steps = 6;

    [SkippableTheory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    [InlineData(1024)]
    public void A_network_gives_the_definition_s_spikes_and_potentials_on_qemu(int bits)
    {
        Qemu qemu = Tools.Need(Qemu.RiscVVector(bits));
        LifNetwork network = Network(weight: 0.4);
        int[][] samples = Samples(8);
        (int[] Spikes, int[][] Potentials)[] found = Run(qemu, network, samples);
        NetworkResult[] expected = [.. samples.Select(s => network.Run(s))];
        for (int i = 0; i < samples.Length; i++)
        {
            Assert.Equal(expected[i].Spikes, found[i].Spikes);
            for (int l = 0; l < 2; l++) Assert.Equal(expected[i].Potentials[l], found[i].Potentials[l]);
        }

        Assert.Contains(expected, e => e.Spikes.Sum() > 0);
    }

    [SkippableFact]
    public void A_changed_weight_is_noticed()
    {
        Qemu qemu = Tools.Need(Qemu.RiscVVector(512));
        int[][] samples = Samples(4);
        var found = Run(qemu, Network(weight: 0.4), samples);
        LifNetwork other = Network(weight: 0.401);
        Assert.Contains(Enumerable.Range(0, samples.Length), i => !found[i].Potentials[1].SequenceEqual(other.Run(samples[i]).Potentials[1]));
    }

    // The same layer in double: words of 16 bits stay within what rounding weights and potentials may do.
    [Fact]
    public void A_quantised_layer_s_input_stays_near_the_one_in_double()
    {
        Random random = new(3);
        double[][] weights = [.. Enumerable.Range(0, Inputs).Select(_ => Row(random, 12, 0.5))];
        double[] bias = Row(random, 12, 0.5);
        LifLayer layer = new(weights, bias, 1, 4, leak: 0.5, threshold: 1);
        int[] sample = Samples(1)[0];
        int[] current = layer.Current(sample);
        double tolerance = Math.Pow(2, -layer.StateFraction) + (Inputs + 1) * Math.Pow(2, -layer.WeightFraction - 1);
        for (int o = 0; o < bias.Length; o++)
        {
            double exact = bias[o] + Enumerable.Range(0, Inputs).Sum(i => sample[i] / 16.0 * weights[i][o]);
            Assert.InRange(current[o] * Math.Pow(2, -layer.StateFraction), exact - tolerance, exact + tolerance);
        }
    }

    [Fact]
    public void Hidden_layers_whose_spikes_are_no_whole_bytes_are_refused()
    {
        Random random = new(3);
        LifLayer odd = new([Row(random, 9, 1)], Row(random, 9, 1), 1, 0, 0.5, 1), last = new([.. Enumerable.Range(0, 9).Select(_ => Row(random, 3, 1))], Row(random, 3, 1), 1, 0, 0.5, 1);
        Assert.Equal("Spikes are stored in bytes: hidden layers have a multiple of 8 neurons.", Assert.Throws<NotSupportedException>(() => new NetworkTarget(new LifNetwork([odd, last], 2))).Message);
    }

    private static (int[] Spikes, int[][] Potentials)[] Run(Qemu qemu, LifNetwork network, int[][] samples)
    {
        using var folder = Tools.Folder();
        NetworkTarget target = new(network);
        target.Image.Save(folder.At("network"));
        byte[] input = new byte[samples.Length * target.InputBytes];
        int at = 0;
        foreach (int value in samples.SelectMany(s => s)) BinaryPrimitives.WriteInt16LittleEndian(input.AsSpan(2 * at++), (short)value);
        byte[] output = qemu.Run(folder.At("network"), input);
        Assert.Equal(samples.Length * target.OutputBytes, output.Length);
        return [.. samples.Select((_, i) => target.Read(output.AsSpan(i * target.OutputBytes, target.OutputBytes)))];
    }

    private static LifNetwork Network(double weight)
    {
        Random random = new(11);
        LifLayer Layer(int inputs, int outputs, int fraction) =>
            new([.. Enumerable.Range(0, inputs).Select(_ => Row(random, outputs, weight))], Row(random, outputs, weight), 1, fraction, leak: 0.6, threshold: 0.5, reset: -0.125);
        return new LifNetwork([Layer(Inputs, Hidden, 4), Layer(Hidden, Classes, 0)], Steps);
    }

    private static double[] Row(Random random, int count, double scale) => [.. Enumerable.Range(0, count).Select(_ => scale * (2 * random.NextDouble() - 1))];

    private static int[][] Samples(int count)
    {
        Random random = new(4);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, Inputs).Select(_ => random.Next(17)).ToArray())];
    }
}
