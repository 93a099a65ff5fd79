using System;
using System.Collections.Generic;

namespace NeuronDsl.Training;

/// <summary>When training is no longer worth it: a function of the epochs so far alone, so that resumed training stops where unbroken training does.</summary>
public sealed class EarlyStopping
{
    private readonly int _patience;
    private readonly double _improvement;

    /// <summary>Stops when the held-out samples have not improved for some epochs.</summary>
    /// <param name="patience">Epochs without improvement that are borne, at least 1.</param>
    /// <param name="improvement">What counts as improvement must be larger; at least 0.</param>
    public EarlyStopping(int patience, double improvement = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(patience, 1);
        if (!(improvement >= 0)) throw new ArgumentOutOfRangeException(nameof(improvement), improvement, "An improvement is at least 0.");
        (_patience, _improvement) = (patience, improvement);
    }

    /// <summary>Whether the accuracy is to grow, instead of the loss to fall.</summary>
    public bool OnAccuracy { get; init; }

    /// <summary>Whether to stop after these epochs.</summary>
    /// <exception cref="ArgumentException">There is nothing held out to judge by.</exception>
    public bool StopsAfter(IReadOnlyList<EpochRecord> epochs) => epochs is { Count: > 0 } && epochs.Count - 1 - Best(epochs) >= _patience;

    /// <summary>The epoch, counted from 0, that was better than all before it by the improvement asked for.</summary>
    internal int Best(IReadOnlyList<EpochRecord> epochs)
    {
        int best = 0;
        for (int i = 0; i < epochs.Count; i++)
        {
            if (double.IsNaN(Score(epochs[i]))) throw new ArgumentException("Early stopping needs held-out samples to judge by.", nameof(epochs));
            if (Score(epochs[i]) > Score(epochs[best]) + _improvement) best = i;
        }

        return best;
    }

    private double Score(EpochRecord epoch) => OnAccuracy ? epoch.HeldOutAccuracy : -epoch.HeldOutLoss;
}
