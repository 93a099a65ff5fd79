using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl;
using NeuronDsl.Data;
using NeuronDsl.Microcode.Networks;
using NeuronDsl.Models;
using NeuronDsl.Training;

namespace MicrocodeSample;

/// <summary>Handwritten digits: a network trained in floating point, and the same one in words of 16 bits.</summary>
internal sealed class DigitsNetwork
{
    private const int Steps = 8, Hidden = 128, PixelFraction = 4;

    private DigitsNetwork(Dataset test, double accuracy, LifNetwork network) => (Test, Accuracy, Network) = (test, accuracy, network);

    /// <summary>The held-out digits.</summary>
    public Dataset Test { get; }

    /// <summary>The share of them that the trained network gets right in floating point.</summary>
    public double Accuracy { get; }

    /// <summary>The network in words of 16 bits.</summary>
    public LifNetwork Network { get; }

    /// <summary>Trains, then quantises.</summary>
    public static DigitsNetwork Train(int epochs, ulong seed = 1)
    {
        (Dataset train, Dataset test) = Digits.Load(seed);
        Linear first = new(64, Hidden), second = new(Hidden, test.Classes);
        var hidden = Plif.Layer(Hidden);
        var output = Plif.Layer(test.Classes);
        using var network = new Sequential(first, hidden, second, output);
        network.Initialize(seed);
        using var adam = new Adam(network.Parameters, learningRate: 3e-3);
        var trainer = new Trainer(network, adam, new MeanSquaredError(), new ConstantEncoder(Steps), batchSize: 64, seed);
        trainer.Train(train, epochs);
        double accuracy = trainer.Evaluate(test).Accuracy;
        LifNetwork quantised = new([Quantise(first, hidden, 1, PixelFraction), Quantise(second, output, 1, 0)], Steps);
        return new DigitsNetwork(test, accuracy, quantised);
    }

    /// <summary>A digit's raw pixels.</summary>
    public int[] Sample(int index)
    {
        int[] raw = new int[Test.Shape.Size];
        ReadOnlySpan<float> pixels = Test.Sample(index);
        for (int i = 0; i < raw.Length; i++) raw[i] = (int)MathF.Round(pixels[i] * (1 << PixelFraction));
        return raw;
    }

    /// <summary>Digits as a program reads them.</summary>
    public byte[] Bytes(IEnumerable<int> samples)
    {
        List<byte> bytes = [];
        Span<byte> half = stackalloc byte[2];
        foreach (int value in samples.SelectMany(Sample))
        {
            BinaryPrimitives.WriteInt16LittleEndian(half, (short)value);
            bytes.AddRange(half);
        }

        return [.. bytes];
    }

    private static LifLayer Quantise(Linear synapses, Layer<float> neurons, double greatestInput, int inputFraction)
    {
        Parameter<float> weight = synapses.Weight;
        double[][] rows = [.. Enumerable.Range(0, weight.RowCount).Select(r => weight.Row(r).ToArray().Select(w => (double)w).ToArray())];
        double[] bias = [.. synapses.Bias!.Values[..rows[0].Length].ToArray().Select(b => (double)b)];
        Parameter<float> a = neurons.Parameters.Single(p => p.Name.EndsWith('a'));
        double leak = 1 / (1 + Math.Exp(-a.Values[0]));
        Plif neuron = new();
        return new LifLayer(rows, bias, greatestInput, inputFraction, leak, neuron.VTh, neuron.VReset);
    }
}
