using System;

namespace NeuronDsl.Training;

/// <summary>How a trainer runs from beginning to end.</summary>
/// <param name="Epochs">Epochs in all, those of a resumed checkpoint included.</param>
public sealed record FitOptions(int Epochs)
{
    /// <summary>
    /// A file that is written after every epoch, and when training is cancelled; if it exists, training goes on from there. Null for none.
    /// </summary>
    public string? Checkpoint { get; init; }

    /// <summary>A file for the network with the best held-out accuracy (without classes: loss) so far; loaded in the end. Null for none.</summary>
    public string? BestNetwork { get; init; }

    /// <summary>When to stop before; null for not.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Hears of every batch.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }
}
