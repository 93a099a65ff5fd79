using System;
using System.IO;
using System.Runtime.InteropServices;

namespace NeuronDsl.Simulation;

/// <summary>Records the spikes of a population.</summary>
public sealed class SpikeRecorder : Recorder
{
    internal const string Kind = "spikes";

    private readonly PopulationNode _population;

    internal SpikeRecorder(PopulationNode population, double dt, string? file)
        : base(
            new RecordingHeader
            {
                Kind = Kind, Population = population.Name, Neurons = population.Count, Dt = dt, RecordBytes = sizeof(long) + sizeof(int)
            },
            file) =>
        _population = population;

    /// <summary>The spikes, where they are kept in memory. Steps are the network's.</summary>
    public SpikeList Spikes { get; } = new();

    /// <summary>How many spikes were recorded.</summary>
    public long Count { get; private set; }

    internal override void Record(long step)
    {
        Span<byte> record = stackalloc byte[sizeof(long) + sizeof(int)];
        foreach (int neuron in _population.Spikes[step])
        {
            BitConverter.TryWriteBytes(record, step);
            BitConverter.TryWriteBytes(record[sizeof(long)..], neuron);
            if (!Append(record)) Spikes.Add(new Spike(step, neuron));
            Count++;
        }
    }

    private protected override void SaveMemory(BinaryWriter writer)
    {
        writer.Write(Count);
        writer.Write(Spikes.Count);
        writer.Write(MemoryMarshal.AsBytes(Spikes.Spikes));
    }

    private protected override void RestoreMemory(BinaryReader reader, bool apply)
    {
        long count = reader.ReadInt64();
        Spike[] spikes = new Spike[reader.ReadInt32()];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(spikes.AsSpan()));
        if (!apply) return;
        Count = count;
        Spikes.Clear();
        foreach (Spike spike in spikes) Spikes.Add(spike);
    }
}
