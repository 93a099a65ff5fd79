using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Training;

/// <summary>A network on a data set.</summary>
/// <param name="Loss">The mean loss of a sample.</param>
/// <param name="SpikesPerSample">Mean spikes of all layers for a sample over all steps.</param>
/// <param name="Confusion">What was taken for what; without classes where samples have values to reach.</param>
public sealed record Evaluation(double Loss, double SpikesPerSample, ConfusionMatrix Confusion)
{
    /// <summary>The share classified right, 0 to 1; NaN where there are no classes.</summary>
    public double Accuracy => Confusion.Accuracy;

    /// <summary>What each layer of neurons sent.</summary>
    public IReadOnlyList<LayerActivity> Layers { get; init; } = [];

    /// <summary>What each layer of synapses had to do, and what the neurons behind it sent; 0 if there are none.</summary>
    public IReadOnlyList<(SynapticWork Synapses, double Sent)> Work { get; init; } = [];

    /// <summary>Synaptic operations of all layers for a sample over all steps.</summary>
    public double SynapticOperations => Work.Sum(work => work.Synapses.Operations);
}
