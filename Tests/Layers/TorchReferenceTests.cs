using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;
using NeuronDsl.Data;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Layers;

/// <summary>Layers of images against PyTorch in double precision; reference.py made the numbers.</summary>
public class TorchReferenceTests
{
    private const double Bound = 1e-10;

    private static readonly IReadOnlyList<Case> Cases = JsonSerializer.Deserialize<Case[]>(
        File.ReadAllText(Path.Combine(Repository.Root, "Tests", "Layers", "torch-layers.json")),
        new JsonSerializerOptions { PropertyNameCaseInsensitive = true })!;

    public static TheoryData<string> Names => [.. Cases.Select(c => c.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Values_and_gradients_are_those_of_torch(string name)
    {
        var reference = Cases.Single(c => c.Name == name);
        var layer = reference.MakeLayer();
        using var network = new Sequential<double>(reference.SampleShape, layer);
        network.NeedsInputGradient = true;
        reference.Load(layer);
        using var input = reference.Signal(reference.Shape, reference.Input);
        Compare("output", reference.Output, Read(network.Forward(input, reference.Training)));
        using var gradient = reference.Signal(reference.OutShape, reference.OutputGradient);
        Compare("input gradient", reference.InputGradient, Read(network.Backward(gradient)!));
        foreach (var (parameter, expected) in reference.Match(layer, reference.ParameterGradients))
            Compare($"gradient of {parameter}", expected, [.. Enumerable.Range(0, parameter.RowCount).SelectMany(row => parameter.GradientRow(row).ToArray())]);
        foreach (var (parameter, expected) in reference.Match(layer, reference.Buffers))
            Compare(parameter.ToString(), expected, parameter.Row(0).ToArray());
    }

    [Theory, MemberData(nameof(Names))]
    public void Images_of_spikes_give_what_images_of_zeros_and_ones_give(string name)
    {
        var reference = Cases.Single(c => c.Name == name);
        using var spikes = GradientCheck.Spikes<double>(reference.SampleShape, steps: 3, batch: 2, probability: 0.2);
        using var values = new Signal<double>(reference.SampleShape);
        values.PrepareValues(3, 2);
        double[][] Run(bool asSpikes)
        {
            var layer = reference.MakeLayer();
            using var network = new Sequential<double>(reference.SampleShape, layer);
            network.NeedsInputGradient = true;
            reference.Load(layer);
            if (!asSpikes) spikes.Values.CopyTo(values.Values);
            var output = network.Forward(asSpikes ? spikes : values, training: true);
            using var gradient = GradientCheck.Input(output.Shape, 3, 2);
            double[] read = Read(output);
            return [read, Read(network.Backward(gradient)!), .. network.Parameters.Where(p => p.IsLearnable).Select(p => p.Gradient.ToArray())];
        }

        foreach (var (fromSpikes, fromValues) in Run(true).Zip(Run(false))) Compare(name, fromValues, fromSpikes);
    }

    private static double[] Read(Signal<double> signal) =>
        [.. Enumerable.Range(0, signal.Rows).SelectMany(row => signal.Row(row / signal.Batch, row % signal.Batch).ToArray())];

    private static void Compare(string what, double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double error = Math.Sqrt(expected.Zip(actual, (e, a) => (e - a) * (e - a)).Sum() / Math.Max(1e-30, expected.Sum(e => e * e)));
        Assert.True(error <= Bound, $"{what}: relative error {error:E1}.");
    }

    /// <summary>One case of torch-layers.json. Torch calls gain and shift weight and bias, and keeps the output channels of a kernel first.</summary>
    private sealed record Case
    {
        public required string Name { get; init; }

        public required string Kind { get; init; }

        public required int[] Shape { get; init; }

        public required int[] OutShape { get; init; }

        public int Channels { get; init; }

        public int Out { get; init; }

        public int Kernel { get; init; }

        public int Stride { get; init; }

        public int Padding { get; init; }

        public bool Bias { get; init; }

        public bool Training { get; init; } = true;

        public required double[] Input { get; init; }

        public required double[] Output { get; init; }

        public required double[] OutputGradient { get; init; }

        public required double[] InputGradient { get; init; }

        public required Dictionary<string, double[]> Parameters { get; init; }

        public required Dictionary<string, double[]> ParameterGradients { get; init; }

        public required Dictionary<string, double[]> Buffers { get; init; }

        [JsonIgnore]
        public Shape SampleShape => new(Shape[1..]);

        public Layer<double> MakeLayer() => Kind switch
        {
            "conv" => new Conv2d<double>(Channels, Out, Kernel, Stride, Padding, Bias),
            "norm" => new BatchNorm<double>(Channels),
            "max" => new MaxPool2d<double>(Kernel, Stride),
            _ => new AveragePool2d<double>(Kernel, Stride),
        };

        public void Load(Layer<double> layer)
        {
            foreach (var (parameter, values) in Match(layer, Parameters)) Write(parameter, values);
            if (!Training)
                foreach (var (parameter, values) in Match(layer, Buffers)) Write(parameter, values);
        }

        public IEnumerable<(Parameter<double> Parameter, double[] Values)> Match(Layer<double> layer, Dictionary<string, double[]> values) =>
            from entry in values
            let parameter = (layer, entry.Key) switch
            {
                (Conv2d<double> conv, "weight") => conv.Weight,
                (Conv2d<double> conv, _) => conv.Bias!,
                (BatchNorm<double> norm, "weight") => norm.Gain,
                (BatchNorm<double> norm, "bias") => norm.Shift,
                (BatchNorm<double> norm, "running_mean") => norm.RunningMean,
                var (_, _) => ((BatchNorm<double>)layer).RunningVariance,
            }
            select (parameter, parameter.Shape.Rank == 1 ? entry.Value : Transposed(entry.Value, parameter.RowLength));

        // One sample a step, so that both dimensions of a signal are used.
        public Signal<double> Signal(int[] shape, double[] values)
        {
            var signal = new Signal<double>(new Shape(shape[1..]));
            signal.PrepareValues(shape[0], 1);
            for (int row = 0; row < shape[0]; row++) values.AsSpan(row * signal.Features, signal.Features).CopyTo(signal.Row(row, 0));
            return signal;
        }

        private static double[] Transposed(double[] values, int columns)
        {
            int rows = values.Length / columns;
            return [.. Enumerable.Range(0, values.Length).Select(i => values[(i % columns * rows) + (i / columns)])];
        }

        private static void Write(Parameter<double> parameter, double[] values)
        {
            for (int row = 0; row < parameter.RowCount; row++) values.AsSpan(row * parameter.RowLength, parameter.RowLength).CopyTo(parameter.Row(row));
        }
    }
}
