using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using NeuronDsl.Data;

namespace NeuronDsl.Training;

/// <summary>
/// A layer made of layers. What is set on it is set on them; their parameters are its own, named by their place, e.g. <c>0.weight</c>.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract class CompositeLayer<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Layer<T>[] _inner;
    private int _threads = Environment.ProcessorCount;
    private bool _carriesState;
    private ulong _draw;

    /// <summary>A layer made of some, each appearing once.</summary>
    private protected CompositeLayer(IReadOnlyList<Layer<T>> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Count == 0) throw new ArgumentException($"A {Name} has at least one layer.", nameof(layers));
        _inner = [.. layers];
        for (int i = 0; i < _inner.Length; i++)
        {
            if (Array.IndexOf(_inner, _inner[i]) < i)
                throw new ArgumentException($"Layer {i} ({_inner[i].Name}) is in the network twice; make two layers.", nameof(layers));
            foreach (var parameter in _inner[i].Parameters) parameter.Qualify(i.ToString(CultureInfo.InvariantCulture));
        }

        Parameters = [.. _inner.SelectMany(layer => layer.Parameters)];
        Draw = 0;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Layer<T>> Inner => _inner;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>At most this many threads, by default one a processor; results are the same bits for any number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public override int Threads
    {
        get => _threads;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _threads = value;
            foreach (var layer in _inner) layer.Threads = value;
        }
    }

    /// <inheritdoc/>
    public override bool CarriesState
    {
        get => _carriesState;
        set
        {
            _carriesState = value;
            foreach (var layer in _inner) layer.CarriesState = value;
        }
    }

    /// <inheritdoc/>
    public override ulong Draw
    {
        get => _draw;
        set
        {
            _draw = value;
            for (int i = 0; i < _inner.Length; i++) _inner[i].Draw = RandomStream.Combine(value, (ulong)i);
        }
    }

    /// <inheritdoc/>
    public override long SpikeCount
    {
        get
        {
            long count = 0;
            foreach (var layer in _inner) count += layer.SpikeCount;
            return count;
        }
    }

    /// <inheritdoc/>
    public override double Penalty
    {
        get
        {
            double penalty = 0;
            foreach (var layer in _inner) penalty += layer.Penalty;
            return penalty;
        }
    }

    /// <inheritdoc/>
    public override void ResetState()
    {
        foreach (var layer in _inner) layer.ResetState();
    }

    /// <summary>Initialises every layer, each from a stream of its own.</summary>
    public override void Initialize(ulong seed)
    {
        for (int i = 0; i < _inner.Length; i++) _inner[i].Initialize(RandomStream.Combine(seed, (ulong)i));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            foreach (var layer in _inner) layer.Dispose();
        base.Dispose(disposing);
    }
}
