using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;

namespace NeuronDsl.Training;

/// <summary>
/// What a checkpoint holds: the network's parameters and, from a trainer, also the optimiser's memory and where training stands. A file that does
/// not fit is refused before anything is changed.
/// </summary>
internal static class Checkpoint
{
    /// <summary>Saves a network alone.</summary>
    public static void Save<T>(string path, Sequential<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => CheckpointFormat.Write(path, writer =>
    {
        TensorTable<T>.Write(writer, network.Parameters);
        writer.Write(false);
    });

    /// <summary>Saves a network in training.</summary>
    public static void Save<T>(string path, Sequential<T> network, Optimizer<T> optimizer, TrainingState state, IReadOnlyList<EpochRecord> history)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => CheckpointFormat.Write(path, writer =>
    {
        TensorTable<T>.Write(writer, network.Parameters);
        writer.Write(true);
        writer.Write(optimizer.Name);
        writer.Write(optimizer.LearningRate);
        writer.Write(optimizer.StepCount);
        TensorTable<T>.Write(writer, optimizer.State);
        state.Write(writer);
        writer.Write(history.Count);
        foreach (var epoch in history) epoch.Write(writer);
    });

    /// <summary>Loads the network of either kind of checkpoint.</summary>
    /// <exception cref="InvalidDataException">The file is foreign, truncated or damaged, or does not fit.</exception>
    public static void Load<T>(string path, Sequential<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var reader = CheckpointFormat.Open(path);
        TensorTable<T>.Read(reader, path, "parameters", network.Parameters).CopyTo(network.Parameters);
    }

    /// <summary>Loads network and optimiser.</summary>
    /// <returns>Where training stood, and what was kept of the epochs.</returns>
    /// <exception cref="InvalidDataException">The file is foreign, truncated or damaged, does not fit, or holds a network alone.</exception>
    public static (TrainingState State, EpochRecord[] History) Resume<T>(string path, Sequential<T> network, Optimizer<T> optimizer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var reader = CheckpointFormat.Open(path);
        var parameters = TensorTable<T>.Read(reader, path, "parameters", network.Parameters);
        if (!reader.ReadBoolean()) throw new InvalidDataException($"{path}: holds a network, but no state of training to resume.");
        string name = reader.ReadString();
        if (name != optimizer.Name) throw new InvalidDataException($"{path}: was trained by {name}, but here the optimiser is {optimizer.Name}.");
        double learningRate = reader.ReadDouble();
        long stepCount = reader.ReadInt64();
        var memory = TensorTable<T>.Read(reader, path, $"memory of {name}", optimizer.State);
        var state = TrainingState.Read(reader);
        EpochRecord[] history = [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => EpochRecord.Read(reader))];

        parameters.CopyTo(network.Parameters);
        memory.CopyTo(optimizer.State);
        optimizer.LearningRate = learningRate;
        optimizer.StepCount = stepCount;
        return (state, history);
    }
}
