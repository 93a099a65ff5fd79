using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NeuronDsl.Training;

/// <summary>What is kept of an epoch of training.</summary>
public sealed record EpochRecord
{
    /// <summary>The epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>The learning rate at its end.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The mean loss while learning.</summary>
    public required double Loss { get; init; }

    /// <summary>The share classified right while learning, 0 to 1; NaN without classes.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Mean spikes of a sample while learning.</summary>
    public required double SpikesPerSample { get; init; }

    /// <summary>The loss on the held-out samples afterwards; NaN without them.</summary>
    public double HeldOutLoss { get; init; } = double.NaN;

    /// <summary>The share of held-out samples classified right; NaN without them.</summary>
    public double HeldOutAccuracy { get; init; } = double.NaN;

    /// <summary>Mean spikes of a held-out sample; NaN without them.</summary>
    public double HeldOutSpikes { get; init; } = double.NaN;

    /// <summary>The activity of each layer of neurons on the held-out samples, 0 to 1.</summary>
    public IReadOnlyList<Reading> Activities { get; init; } = [];

    /// <summary>The learnable parameters of neurons: mean and standard deviation of each.</summary>
    public IReadOnlyList<Reading> Parameters { get; init; } = [];

    /// <summary>The distribution of some numbers.</summary>
    /// <param name="Name">What they belong to.</param>
    /// <param name="Mean">Their mean.</param>
    /// <param name="Deviation">Their standard deviation; 0 for one number.</param>
    public readonly record struct Reading(string Name, double Mean, double Deviation);

    internal void Write(BinaryWriter writer)
    {
        writer.Write(Epoch);
        foreach (double value in new[] { LearningRate, Loss, Accuracy, SpikesPerSample, HeldOutLoss, HeldOutAccuracy, HeldOutSpikes }) writer.Write(value);
        foreach (var readings in new[] { Activities, Parameters })
        {
            writer.Write(readings.Count);
            foreach (var reading in readings)
            {
                writer.Write(reading.Name);
                writer.Write(reading.Mean);
                writer.Write(reading.Deviation);
            }
        }
    }

    internal static EpochRecord Read(BinaryReader reader) => new()
    {
        Epoch = reader.ReadInt32(),
        LearningRate = reader.ReadDouble(),
        Loss = reader.ReadDouble(),
        Accuracy = reader.ReadDouble(),
        SpikesPerSample = reader.ReadDouble(),
        HeldOutLoss = reader.ReadDouble(),
        HeldOutAccuracy = reader.ReadDouble(),
        HeldOutSpikes = reader.ReadDouble(),
        Activities = ReadReadings(reader),
        Parameters = ReadReadings(reader),
    };

    private static Reading[] ReadReadings(BinaryReader reader) =>
        [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => new Reading(reader.ReadString(), reader.ReadDouble(), reader.ReadDouble()))];
}
