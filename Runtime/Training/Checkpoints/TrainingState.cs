using System.IO;

namespace NeuronDsl.Training;

/// <summary>Where training stands. All randomness of training is a function of the seed and of these counters.</summary>
public readonly record struct TrainingState
{
    /// <summary>The seed of order and noise.</summary>
    public ulong Seed { get; init; }

    /// <summary>Epochs completed.</summary>
    public int Epoch { get; init; }

    /// <summary>Batches done in the current epoch.</summary>
    public int Batch { get; init; }

    /// <summary>Samples seen in the current epoch.</summary>
    public long Samples { get; init; }

    /// <summary>Of these, classified right at the time.</summary>
    public long Correct { get; init; }

    /// <summary>The sum of their losses.</summary>
    public double LossSum { get; init; }

    /// <summary>Spikes of all layers for them.</summary>
    public long Spikes { get; init; }

    /// <summary>The mean loss of the current epoch's samples; NaN before the first.</summary>
    public double Loss => LossSum / Samples;

    /// <summary>The share of them classified right, 0 to 1; NaN before the first.</summary>
    public double Accuracy => (double)Correct / Samples;

    /// <summary>Their mean spikes, of all layers over all steps; NaN before the first.</summary>
    public double SpikesPerSample => (double)Spikes / Samples;

    internal void Write(BinaryWriter writer)
    {
        writer.Write(Seed);
        writer.Write(Epoch);
        writer.Write(Batch);
        writer.Write(Samples);
        writer.Write(Correct);
        writer.Write(LossSum);
        writer.Write(Spikes);
    }

    internal static TrainingState Read(BinaryReader reader) => new()
    {
        Seed = reader.ReadUInt64(),
        Epoch = reader.ReadInt32(),
        Batch = reader.ReadInt32(),
        Samples = reader.ReadInt64(),
        Correct = reader.ReadInt64(),
        LossSum = reader.ReadDouble(),
        Spikes = reader.ReadInt64(),
    };
}
