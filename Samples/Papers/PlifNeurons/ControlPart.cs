using System;
using System.Linq;
using NeuronDsl.Data;
using NeuronDsl.Training;
using PapersSample.Reproduction;

namespace PapersSample.PlifNeurons;

/// <summary>The gradient of the time constant by differences, the frozen parametric neuron, shuffled labels.</summary>
internal static class ControlPart
{
    public static Part Part { get; } = new("controls", "Controls", Run);

    private static void Run(PaperRun run)
    {
        double[] errors = run.Repeat("gradient", GradientError);
        run.Control("the gradient of a is that of the smoothed network, by differences, to 1e-4", $"relative error at most {errors.Max():0.0E+0}", errors.Max() <= 1e-4);

        DataSplit data = ClothingImages.Load(run, run.Choose(128, 1_000, 2_000), run.Choose(128, 1_000, 2_000));
        (float[] frozen, float[] fixedTau)[] weights = run.Repeat("frozen", seed => (WeightsAfter(MembraneKind.Plif2, data, seed), WeightsAfter(MembraneKind.Lif2, data, seed)), run.Choose(1, 1, 3));
        int differing = weights.Sum(pair => pair.frozen.Zip(pair.fixedTau).Count(values => values.First != values.Second));
        run.Control(
            "with a frozen at its start the network is that of the fixed time constant to the last bit, after an epoch of training",
            $"{differing} of {weights.Sum(pair => pair.frozen.Length)} weights differ",
            differing == 0);

        DataSplit shuffled = new(ClothingImages.WithShuffledLabels(data.Training, 1), data.Test);
        Spread chance = Spread.Of(run.Repeat("shuffled", seed =>
        {
            using ImageNetwork network = ImageNetwork.TwoBlocks(MembraneKind.Plif2, 8, 64, seed);
            return ImageTraining.Run(network, shuffled, steps: 4, batchSize: 64, epochs: 1, seed).Accuracy;
        }));
        run.Control("with shuffled labels the accuracy is that of chance, 10 % within 6", $"{chance.ToString("0.0")} %", Math.Abs(chance.Mean - 10) <= 6);
    }

    private static float[] WeightsAfter(MembraneKind kind, DataSplit data, ulong seed)
    {
        using ImageNetwork network = ImageNetwork.TwoBlocks(kind, 8, 64, seed);
        ImageTraining.Run(network, data, steps: 4, batchSize: 64, epochs: 1, seed, frozen: true);
        return [.. network.Network.Parameters.Except(network.Neurons.SelectMany(layer => layer.Parameters)).SelectMany(parameter => parameter.Values.ToArray())];
    }

    // Two layers in double precision, the sum of squares of what they send as loss.
    private static double GradientError(ulong seed)
    {
        const int Inputs = 6, Units = 12, Steps = 10, Batch = 4;
        const double Step = 1e-5;
        NeuronLayer<double>[] neurons = [SmoothPlif.Layer(Units), SmoothPlif.Layer(Units)];
        using Sequential<double> network = new(new Linear<double>(Inputs, Units), neurons[0], new Linear<double>(Units, Units), neurons[1]) { Threads = 1 };
        network.Initialize(seed);
        RandomStream random = new(seed, purpose: 10);
        using Signal<double> input = new(Inputs), gradient = new(Units);
        input.PrepareValues(Steps, Batch);
        for (int row = 0; row < Steps * Batch; row++)
        {
            foreach (ref double value in input.Row(row / Batch, row % Batch)) value = 8 * random.NextDouble();
        }

        Signal<double> output = network.Forward(input, training: true);
        gradient.PrepareValues(Steps, Batch);
        for (int k = 0; k < output.Values.Length; k++) gradient.Values[k] = 2 * output.Values[k];
        network.Backward(gradient);
        double worst = 0;
        foreach (NeuronLayer<double> layer in neurons)
        {
            Parameter<double> a = layer.Parameters[0];
            double exact = a.Gradient[0], start = a.Values[0];
            a.Values[0] = start + Step;
            double above = Loss();
            a.Values[0] = start - Step;
            double below = Loss();
            a.Values[0] = start;
            worst = Math.Max(worst, Math.Abs((above - below) / (2 * Step) - exact) / Math.Abs(exact));
        }

        return worst;

        double Loss()
        {
            double sum = 0;
            foreach (double value in network.Forward(input, training: false).Values) sum += value * value;
            return sum;
        }
    }
}
