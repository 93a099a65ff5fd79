using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;

namespace NeuronDsl.Simulation;

/// <summary>
/// Records a state of some neurons at intervals: at the ends of the steps whose number of steps taken is a multiple of the interval's.
/// </summary>
/// <typeparam name="T">float or double: the population's.</typeparam>
public sealed class StateRecorder<T> : Recorder
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal const string Kind = "state";

    private readonly Population<T> _population;
    private readonly int _row;
    private readonly long _interval;
    private readonly int[] _neurons;
    private readonly double _dt;
    private readonly byte[] _record;
    private readonly List<long> _steps = [];
    private readonly List<T[]> _samples = [];

    internal StateRecorder(PopulationNode<T> population, string state, IReadOnlyList<int> neurons, long interval, double dt, string? file)
        : base(
            new RecordingHeader
            {
                Kind = Kind, Population = population.Name, Neurons = population.Count, Dt = dt, State = state, Selected = [.. neurons],
                RecordBytes = sizeof(long) + (neurons.Count * Marshal.SizeOf<T>()),
            },
            file)
    {
        (_population, _row, _interval, _neurons, _dt) = (population.Population, population.Population.StateRow(state), interval, [.. neurons], dt);
        foreach (int neuron in _neurons)
        {
            if ((uint)neuron >= (uint)population.Count)
                throw new ArgumentException($"There is no neuron {neuron} among the {population.Count} of {population.Name}.", nameof(neurons));
        }

        _record = new byte[Header.RecordBytes];
    }

    /// <summary>The neurons that are recorded.</summary>
    public IReadOnlyList<int> Neurons => _neurons;

    /// <summary>How many samples are in memory.</summary>
    public int Count => _samples.Count;

    /// <summary>The times of the samples in memory.</summary>
    public IEnumerable<double> Times => _steps.Select(step => (step + 1) * _dt);

    /// <summary>A sample in memory, [Neurons].</summary>
    public ReadOnlySpan<T> this[int sample] => _samples[sample];

    /// <summary>The samples in memory of one of the recorded neurons.</summary>
    /// <param name="index">Its place among <see cref="Neurons"/>.</param>
    public T[] Trace(int index) => [.. _samples.Select(sample => sample[index])];

    internal override void Record(long step)
    {
        if ((step + 1) % _interval != 0) return;
        BitConverter.TryWriteBytes(_record, step);
        Span<T> values = MemoryMarshal.Cast<byte, T>(_record.AsSpan(sizeof(long)));
        ReadOnlySpan<T> row = _population.PaddedRow(_row);
        for (int k = 0; k < _neurons.Length; k++) values[k] = row[_neurons[k]];
        if (Append(_record)) return;
        _steps.Add(step);
        _samples.Add(values.ToArray());
    }

    private protected override void SaveMemory(BinaryWriter writer)
    {
        writer.Write(_samples.Count);
        for (int k = 0; k < _samples.Count; k++)
        {
            writer.Write(_steps[k]);
            writer.Write(MemoryMarshal.AsBytes<T>(_samples[k]));
        }
    }

    private protected override void RestoreMemory(BinaryReader reader, bool apply)
    {
        int count = reader.ReadInt32();
        if (apply) _steps.Clear();
        if (apply) _samples.Clear();
        for (int k = 0; k < count; k++)
        {
            long step = reader.ReadInt64();
            T[] sample = new T[_neurons.Length];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(sample.AsSpan()));
            if (!apply) continue;
            _steps.Add(step);
            _samples.Add(sample);
        }
    }
}
