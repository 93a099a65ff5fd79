using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Data;
using NeuronDsl.Training;

namespace PapersSample.PlifNeurons;

/// <summary>A network after training.</summary>
/// <param name="Accuracies">On the held-out images, in percent, after each epoch.</param>
/// <param name="Taus">The time constant of each layer that learns it.</param>
/// <param name="SpikesPerImage">Spikes of all layers for an image.</param>
internal sealed record ImageOutcome(double[] Accuracies, double[] Taus, double SpikesPerImage)
{
    /// <summary>The last accuracy.</summary>
    public double Accuracy => Accuracies[^1];
}

/// <summary>Trains as the publication does: Adam at 0.001 on the squared error of the votes; without its augmentation and schedule.</summary>
internal static class ImageTraining
{
    /// <summary>Trains the network, testing it after each epoch.</summary>
    /// <param name="network">The network, with its initial weights.</param>
    /// <param name="data">Images.</param>
    /// <param name="steps">Time steps.</param>
    /// <param name="batchSize">Images of a batch.</param>
    /// <param name="epochs">Passes over the training images.</param>
    /// <param name="seed">Seeds their order.</param>
    /// <param name="frozen">Whether the neurons' own parameters stay as they are.</param>
    /// <param name="progress">Hears of every batch.</param>
    public static ImageOutcome Run(
        ImageNetwork network, DataSplit data, int steps, int batchSize, int epochs, ulong seed, bool frozen = false, IProgress<TrainingProgress>? progress = null)
    {
        HashSet<Parameter<float>> own = frozen ? [.. network.Neurons.SelectMany(layer => layer.Parameters)] : [];
        using Adam adam = new([.. network.Network.Parameters.Where(parameter => !own.Contains(parameter))], learningRate: 1e-3);
        using MeanSquaredError loss = new();
        using ConstantEncoder encoder = new(steps);
        Trainer trainer = new(network.Network, adam, loss, encoder, batchSize, seed);
        double[] accuracies = new double[epochs];
        double spikes = 0;
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            trainer.Train(data.Training, epoch, progress);
            Evaluation evaluation = trainer.Evaluate(data.Test);
            (accuracies[epoch - 1], spikes) = (100 * evaluation.Accuracy, evaluation.SpikesPerSample);
        }

        return new ImageOutcome(accuracies, [.. network.Neurons.Where(layer => layer.Parameters.Count > 0).Select(MembraneKind.TauOf)], spikes);
    }
}
