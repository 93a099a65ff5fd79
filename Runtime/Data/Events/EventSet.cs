using System;
using System.Collections.Generic;

namespace NeuronDsl.Data;

/// <summary>
/// Labelled streams of events, each read or made when it is asked for: recordings of hours do not fit into memory, their frames may.
/// </summary>
public sealed class EventSet
{
    private readonly int[] _labels;
    private readonly Func<int, EventStream> _read;

    /// <summary>A set of streams.</summary>
    /// <param name="name">What messages and reports call it.</param>
    /// <param name="width">Columns of the camera.</param>
    /// <param name="height">Rows of the camera.</param>
    /// <param name="labels">The class of each stream.</param>
    /// <param name="classNames">The name of each class.</param>
    /// <param name="read">Makes a stream, from its index; the same one each time.</param>
    /// <exception cref="ArgumentException">No streams, or a label that is no class.</exception>
    public EventSet(string name, int width, int height, IEnumerable<int> labels, IReadOnlyList<string> classNames, Func<int, EventStream> read)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        (Name, Width, Height, _labels, ClassNames, _read) = (name, width, height, [.. labels], classNames, read);
        if (_labels.Length == 0) throw new ArgumentException($"{name}: the data set is empty.", nameof(labels));
        for (int i = 0; i < _labels.Length; i++)
            if ((uint)_labels[i] >= (uint)classNames.Count)
                throw new ArgumentException(
                    $"{name}: label {_labels[i]} of stream {i} is out of range; the classes are 0 to {classNames.Count - 1}.", nameof(labels));
    }

    /// <summary>What messages and reports call it.</summary>
    public string Name { get; }

    /// <summary>Columns of the camera.</summary>
    public int Width { get; }

    /// <summary>Rows of the camera.</summary>
    public int Height { get; }

    /// <summary>Streams.</summary>
    public int Count => _labels.Length;

    /// <summary>The class of each stream.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The name of each class.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>One stream, read or made now.</summary>
    public EventStream this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return _read(index);
        }
    }

    /// <summary>Some of the streams, in the order given.</summary>
    public EventSet Select(ReadOnlySpan<int> streams, string? name = null)
    {
        int[] chosen = streams.ToArray();
        return new(name ?? Name, Width, Height, Array.ConvertAll(chosen, i => _labels[i]), ClassNames, i => _read(chosen[i]));
    }

    /// <summary>The frames of all streams, for a sequence encoder of as many steps.</summary>
    /// <param name="frames">How streams become frames.</param>
    /// <param name="inMemory">Whether all frames are made now; else each when it is asked for, and again the next time.</param>
    public Dataset ToFrames(EventFrames frames, bool inMemory = true)
    {
        ArgumentNullException.ThrowIfNull(frames);
        var shape = frames.ShapeOf(Width, Height);
        void Read(int sample, Span<float> target) => frames.Count(_read(sample), target);
        if (!inMemory) return Dataset.Lazy(Name, shape, Read, _labels, ClassNames);

        float[] features = new float[(long)Count * shape.Size];
        for (int i = 0; i < Count; i++) Read(i, features.AsSpan(i * shape.Size, shape.Size));
        return new Dataset(Name, shape, features, [.. _labels], ClassNames.Count, ClassNames);
    }
}
