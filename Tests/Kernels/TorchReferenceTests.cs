using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Kernels;

/// <summary>Layers against torch's autograd on the same inputs: see Reference/layers.py.</summary>
public class TorchReferenceTests
{
    private const int Steps = 32, Batch = 3, Size = 20, Length = Steps * Batch * Size;
    private const double Bound = 2e-6;

    [Fact]
    public void Leaky_neurons_spike_and_differentiate_as_in_torch() => Compare("lif", Lif.Layer(Size));

    [Fact]
    public void Parametric_neurons_spike_and_differentiate_as_in_torch() => Compare("plif", ParametricLif.Layer(Size, sharing: ParameterSharing.PerNeuron));

    [Fact]
    public void Adaptive_neurons_spike_and_differentiate_as_in_torch() => Compare("alif", AdaptiveThreshold.Layer(Size, sharing: ParameterSharing.PerNeuron));

    [Fact]
    public void Izhikevich_neurons_spike_and_differentiate_as_in_torch() => Compare("izhikevich", QuadraticAdaptive.Layer(Size));

    private static void Compare(string name, NeuronLayer<float> layer)
    {
        byte[] bytes = File.ReadAllBytes(Repository.At("Tests", "Kernels", "Reference", name + ".f32"));
        float[] reference = MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        using (layer)
        {
            layer.Connect(Size);
            using Signal<float> input = Fill(reference.AsSpan(0, Length)), outputGradient = Fill(reference.AsSpan(Length, Length));
            Signal<float> output = layer.Forward(input, training: true);
            Assert.Equal(reference[(2 * Length)..(3 * Length)], Rows(output));
            Assert.InRange(layer.SpikeCount, Length / 20, Length / 2);

            Signal<float> inputGradient = layer.Backward(outputGradient)!;
            AssertClose(reference[(3 * Length)..(4 * Length)], Rows(inputGradient), "input");
            for (int k = 0; k < layer.Parameters.Count; k++)
                AssertClose(reference[((4 * Length) + (k * Size))..][..Size], layer.Parameters[k].GradientRow(0).ToArray(), layer.Parameters[k].Name);
        }
    }

    private static Signal<float> Fill(ReadOnlySpan<float> values)
    {
        Signal<float> signal = new(Size);
        signal.PrepareValues(Steps, Batch);
        for (int row = 0; row < Steps * Batch; row++) values.Slice(row * Size, Size).CopyTo(signal.Row(row / Batch, row % Batch));
        return signal;
    }

    private static float[] Rows(Signal<float> signal) =>
        [.. Enumerable.Range(0, Steps * Batch).SelectMany(row => signal.Row(row / Batch, row % Batch).ToArray())];

    private static void AssertClose(IReadOnlyList<float> expected, IReadOnlyList<float> actual, string what)
    {
        double difference = Math.Sqrt(expected.Zip(actual, (e, a) => Math.Pow((double)a - e, 2)).Sum()), norm = Math.Sqrt(expected.Sum(e => (double)e * e));
        Assert.True(difference <= Bound * norm, $"The gradient of {what} has the relative error {difference / norm:E1}.");
    }
}
