using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NeuronDsl.Simulation;

/// <summary>
/// Records the mean firing rate of a population, interval by interval. An interval that a run leaves unfinished goes on in the next.
/// </summary>
public sealed class RateRecorder : Recorder
{
    internal const string Kind = "rate";

    private readonly PopulationNode _population;
    private readonly long _interval;
    private readonly double _dt;
    private readonly List<long> _counts = [];
    private long _steps, _spikes;

    internal RateRecorder(PopulationNode population, long interval, double dt, string? file)
        : base(
            new RecordingHeader
            {
                Kind = Kind, Population = population.Name, Neurons = population.Count, Dt = dt, RecordBytes = 2 * sizeof(long)
            },
            file) =>
        (_population, _interval, _dt) = (population, interval, dt);

    /// <summary>The spikes of all neurons in each interval, where they are kept in memory.</summary>
    public IReadOnlyList<long> Counts => _counts;

    /// <summary>The rates in spikes per second of a neuron, where they are kept in memory and dt is in milliseconds.</summary>
    public double[] Rates => [.. _counts.Select(count => count * 1000.0 / (_population.Count * _interval * _dt))];

    internal override void Record(long step)
    {
        _spikes += _population.Spikes[step].Length;
        if (++_steps < _interval) return;
        Span<byte> record = stackalloc byte[2 * sizeof(long)];
        BitConverter.TryWriteBytes(record, step);
        BitConverter.TryWriteBytes(record[sizeof(long)..], _spikes);
        if (!Append(record)) _counts.Add(_spikes);
        (_steps, _spikes) = (0, 0);
    }

    private protected override void SaveMemory(BinaryWriter writer)
    {
        writer.Write(_steps);
        writer.Write(_spikes);
        writer.Write(_counts.Count);
        foreach (long count in _counts) writer.Write(count);
    }

    private protected override void RestoreMemory(BinaryReader reader, bool apply)
    {
        (long steps, long spikes) = (reader.ReadInt64(), reader.ReadInt64());
        long[] counts = new long[reader.ReadInt32()];
        for (int k = 0; k < counts.Length; k++) counts[k] = reader.ReadInt64();
        if (!apply) return;
        (_steps, _spikes) = (steps, spikes);
        _counts.Clear();
        _counts.AddRange(counts);
    }
}
