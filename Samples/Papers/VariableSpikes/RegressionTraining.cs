using System;
using System.Linq;
using NeuronDsl.Data;
using NeuronDsl.Training;

namespace PapersSample.VariableSpikes;

/// <summary>A network after training on a regression task.</summary>
/// <param name="Error">Normalised mean squared error on the held-out samples: 1 is the error of the mean.</param>
/// <param name="Activities">The share of units and steps that send something, by hidden layer.</param>
internal sealed record RegressionOutcome(double Error, double[] Activities)
{
    /// <summary>The mean over the hidden layers.</summary>
    public double Activity => Activities.Average();
}

/// <summary>Trains a network by Adam on the squared error of its mean output over time.</summary>
internal static class RegressionTraining
{
    private const int BatchSize = 128;

    /// <summary>Trains the network and tests it.</summary>
    /// <param name="network">The network, with its initial weights.</param>
    /// <param name="task">What to learn.</param>
    /// <param name="steps">How many steps the inputs are shown for.</param>
    /// <param name="epochs">How often the samples are gone through.</param>
    /// <param name="seed">Seeds the order of the samples.</param>
    public static RegressionOutcome Run(SpikingNetwork network, RegressionTask task, int steps, int epochs, ulong seed)
    {
        using ConstantEncoder encoder = new(steps);
        using Adam adam = new(network.Layers.Parameters, learningRate: 3e-3);
        using Signal<float> gradient = new(1);
        Batches batches = new(task.Training.Inputs, BatchSize, seed, shuffle: true);
        for (int iteration = 0; iteration < epochs * batches.Count; iteration++)
        {
            (int epoch, int batch) = Math.DivRem(iteration, batches.Count);
            if (batch == 0) batches.StartEpoch(epoch);
            ReadOnlySpan<int> samples = batches[batch];
            Signal<float> output = network.Layers.Forward(encoder.Encode(task.Training.Inputs, samples), training: true);
            gradient.PrepareValues(output.Steps, output.Batch, constant: true);
            for (int i = 0; i < samples.Length; i++)
            {
                double error = MeanOutput(output, i) - task.Training.Targets[samples[i]];
                gradient.Row(0, i)[0] = (float)(2 * error / samples.Length / output.StoredSteps);
            }

            network.Layers.Backward(gradient);
            adam.Step();
            network.Project();
        }

        return Test(network, task.Test, encoder);
    }

    private static RegressionOutcome Test(SpikingNetwork network, RegressionData data, ConstantEncoder encoder)
    {
        int[] all = [.. Enumerable.Range(0, data.Inputs.Count)];
        Signal<float> output = network.Layers.Forward(encoder.Encode(data.Inputs, all), training: false);
        double mean = data.Targets.Average(target => (double)target), error = 0, variance = 0;
        for (int i = 0; i < all.Length; i++)
        {
            error += Math.Pow(MeanOutput(output, i) - data.Targets[i], 2);
            variance += Math.Pow(data.Targets[i] - mean, 2);
        }

        return new RegressionOutcome(error / variance, network.Activities(encoder.Encode(data.Inputs, all)));
    }

    private static double MeanOutput(Signal<float> output, int sample)
    {
        double sum = 0;
        for (int step = 0; step < output.StoredSteps; step++) sum += output.Row(step, sample)[0];
        return sum / output.StoredSteps;
    }
}
