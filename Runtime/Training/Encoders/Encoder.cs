using System;
using System.Numerics;
using NeuronDsl.Data;

namespace NeuronDsl.Training;

/// <summary>Turns samples into signals over time. It owns the signal, which is valid until the next call.</summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract class Encoder<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Signal<T>? _signal;
    private Shape? _sample;

    /// <summary>An encoder for a number of time steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    protected Encoder(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        Steps = steps;
    }

    /// <summary>Time steps.</summary>
    public int Steps { get; }

    /// <summary>The shape of one step of the signal that samples of a shape become: the same, unless the encoder says otherwise.</summary>
    /// <exception cref="ShapeException">The encoder cannot take such samples.</exception>
    public virtual Shape ShapeOf(Shape sample) => sample;

    /// <summary>Encodes some samples of a data set.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="samples">Indices into it.</param>
    /// <param name="draw">Which draw of the noise, if there is any: the epoch, so that no two epochs see the same.</param>
    /// <returns>[Steps, samples, <see cref="ShapeOf"/>].</returns>
    public Signal<T> Encode(Dataset data, ReadOnlySpan<int> samples, ulong draw = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (_signal is null || !data.Shape.Equals(_sample))
        {
            _signal?.Dispose();
            _signal = new Signal<T>(ShapeOf(data.Shape));
            _sample = data.Shape;
        }

        Encode(data, samples, draw, _signal);
        return _signal;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _signal?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Prepares and writes the signal.</summary>
    protected abstract void Encode(Dataset data, ReadOnlySpan<int> samples, ulong draw, Signal<T> signal);
}
