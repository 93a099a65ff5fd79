using System;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using NeuronDsl.Data;
using NeuronDsl.Memory;

namespace NeuronDsl.Training;

/// <summary>
/// What flows between layers: [Steps, Batch, Features], rows padded as <see cref="RowLayout"/> says. Two kinds of it cost less:
/// a signal that is <see cref="IsConstant"/> in time stores one step, and one that <see cref="HasSpikes"/> stores one bit a feature and makes
/// the 0 and 1 of <see cref="Values"/> when asked.
/// </summary>
/// <remarks>
/// A layer owns the signals it returns and writes them again at its next call; memory grows to the largest batch seen and then stays.
/// A gradient is taken with respect to what is stored: for a constant signal it is stored once and is the sum over the steps; for a signal
/// that varies it has a value for each step, and is itself constant when that value is the same at every step.
/// Not safe for use by several threads at once, except that different rows may be written by different threads.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed unsafe class Signal<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private AlignedBuffer<T>? _values;
    private AlignedBuffer<ushort>? _masks;
    private bool _expanded;
    private long _spikeCount;

    /// <summary>An empty signal of one feature shape.</summary>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public Signal(Shape shape)
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            throw new NotSupportedException($"Signals are of float or double, not {typeof(T).Name}.");
        Shape = shape;
        Stride = RowLayout.Stride(shape.Size);
    }

    /// <summary>The shape of one sample at one step.</summary>
    public Shape Shape { get; }

    /// <summary>Features of one row, without padding.</summary>
    public int Features => Shape.Size;

    /// <summary>Elements from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>Time steps that the signal stands for.</summary>
    public int Steps { get; private set; }

    /// <summary>Samples.</summary>
    public int Batch { get; private set; }

    /// <summary>Whether every step is the same, and one is stored.</summary>
    public bool IsConstant { get; private set; }

    /// <summary>Whether the signal is binary and has <see cref="SpikeMasks"/>.</summary>
    public bool HasSpikes { get; private set; }

    /// <summary>Steps in memory: 1 if constant.</summary>
    public int StoredSteps => IsConstant ? 1 : Steps;

    /// <summary>Rows in memory, [StoredSteps, Batch].</summary>
    public int Rows => StoredSteps * Batch;

    /// <summary>Elements from one step to the next: 0 if constant, so that a loop over time needs no case.</summary>
    public int TimeStride => IsConstant ? 0 : Batch * Stride;

    /// <summary>Masks from one row to the next.</summary>
    public int MaskStride => Stride / RowLayout.Group;

    /// <summary>Masks from one step to the next: 0 if constant.</summary>
    public int MaskTimeStride => TimeStride / RowLayout.Group;

    /// <summary>The values, [StoredSteps, Batch, Stride]; made from the spikes when first asked for.</summary>
    public Span<T> Values => new(ValuePointer, Rows * Stride);

    /// <summary>The first of the <see cref="Values"/>, on a 64-byte boundary, as every row is.</summary>
    public T* ValuePointer
    {
        get
        {
            if (!_expanded) Expand();
            return _values!.Pointer;
        }
    }

    /// <summary>The spikes, [StoredSteps, Batch, MaskStride]: bit i of mask m is feature 16 m + i; the bits of padding are 0.</summary>
    /// <exception cref="InvalidOperationException">The signal is not binary.</exception>
    public Span<ushort> SpikeMasks => new(MaskPointer, Rows * MaskStride);

    /// <summary>The first of the <see cref="SpikeMasks"/>.</summary>
    /// <exception cref="InvalidOperationException">The signal is not binary.</exception>
    public ushort* MaskPointer => HasSpikes ? _masks!.Pointer : throw new InvalidOperationException("The signal has values, not spikes.");

    /// <summary>Spikes of all samples over all steps (a constant signal's count for every step); 0 for a signal that is not binary.</summary>
    public long SpikeCount
    {
        get
        {
            if (!HasSpikes) return 0;
            if (_spikeCount < 0) _spikeCount = (long)TensorPrimitives.PopCount(SpikeMasks) * (Steps / StoredSteps);
            return _spikeCount;
        }
    }

    /// <summary>Stored values that are not 0, over all samples and stored steps: spikes, or values of any kind.</summary>
    public long ActiveCount
    {
        get
        {
            if (HasSpikes) return SpikeCount / (Steps / StoredSteps);
            long count = 0;
            foreach (T value in Values)
            {
                if (value != T.Zero) count++;
            }

            return count;
        }
    }

    /// <summary>The share of features that spike, 0 to 1.</summary>
    public double Activity => Rows == 0 ? 0 : SpikeCount / ((double)Steps * Batch * Features);

    /// <summary>The values of one sample at one step, [Features].</summary>
    public Span<T> Row(int step, int sample) => Values.Slice(step * TimeStride + sample * Stride, Features);

    /// <summary>Sets one spike of a binary signal whose masks were cleared.</summary>
    public void SetSpike(int step, int sample, int feature)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)feature, (uint)Features, nameof(feature));
        SpikeMasks[(step * MaskTimeStride) + (sample * MaskStride) + (feature / RowLayout.Group)] |= (ushort)(1 << (feature % RowLayout.Group));
    }

    /// <summary>Where the values of row step * Batch + sample start, whether or not the signal is constant.</summary>
    internal long RowOffset(int row) => (long)(IsConstant ? row % Batch : row) * Stride;

    /// <summary>Makes this a signal of values, for the caller to write, all of them; what it held is lost.</summary>
    /// <param name="steps">Time steps.</param>
    /// <param name="batch">Samples.</param>
    /// <param name="constant">Whether one step is stored for all.</param>
    public void PrepareValues(int steps, int batch, bool constant = false)
    {
        Resize(steps, batch, constant);
        HasSpikes = false;

        // Every row starts where it started before, whatever the batch: padding written once as zero stays zero.
        AlignedBuffer<T>.Grow(ref _values, (long)Rows * Stride);
        _expanded = true;
    }

    /// <summary>Makes this a binary signal, whose masks the caller writes, all of them; what it held is lost.</summary>
    /// <param name="steps">Time steps.</param>
    /// <param name="batch">Samples.</param>
    /// <param name="constant">Whether one step is stored for all.</param>
    /// <param name="withValues">Whether the caller also writes the values, as a kernel that has them in registers may.</param>
    public void PrepareSpikes(int steps, int batch, bool constant = false, bool withValues = false)
    {
        Resize(steps, batch, constant);
        HasSpikes = true;
        _spikeCount = -1;
        AlignedBuffer<ushort>.Grow(ref _masks, (long)Rows * MaskStride);
        if (withValues) AlignedBuffer<T>.Grow(ref _values, (long)Rows * Stride);
        _expanded = withValues;
    }

    /// <summary>Writes the sum over the steps into a constant signal of the same shape, step by step in their order.</summary>
    /// <param name="target">To write.</param>
    /// <param name="first">The step to begin with.</param>
    public void SumOverSteps(Signal<T> target, int first = 0)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)first, (uint)Steps, nameof(first));
        target.PrepareValues(Steps, Batch, constant: true);
        int length = Batch * Stride;
        var sum = target.Values;
        if (IsConstant)
        {
            TensorPrimitives.Multiply(Values, T.CreateChecked(Steps - first), sum);
            return;
        }

        Values.Slice(first * length, length).CopyTo(sum);
        for (int step = first + 1; step < Steps; step++) TensorPrimitives.Add(sum, Values.Slice(step * length, length), sum);
    }

    /// <summary>Copies some steps into a signal of the same shape, as values or spikes as they are stored.</summary>
    /// <param name="first">The step to begin with.</param>
    /// <param name="count">Steps.</param>
    /// <param name="target">To write.</param>
    public void CopySteps(int first, int count, Signal<T> target)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Steps - first);
        int stored = IsConstant ? 1 : count;
        if (HasSpikes)
        {
            target.PrepareSpikes(count, Batch, IsConstant);
            SpikeMasks.Slice(first * MaskTimeStride, stored * Batch * MaskStride).CopyTo(target.SpikeMasks);
        }
        else
        {
            target.PrepareValues(count, Batch, IsConstant);
            Values.Slice(first * TimeStride, stored * Batch * Stride).CopyTo(target.Values);
        }
    }

    /// <summary>Releases the memory.</summary>
    public void Dispose()
    {
        _values?.Dispose();
        _masks?.Dispose();
    }

    /// <summary>The shape: <c>[8, 128, 784]</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"[{Steps}, {Batch}, {Shape}]");

    private void Resize(int steps, int batch, bool constant)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        (Steps, Batch, IsConstant) = (steps, batch, constant);
    }

    private void Expand()
    {
        if (!HasSpikes) throw new InvalidOperationException("The signal is empty: nothing was written to it.");
        AlignedBuffer<T>.Grow(ref _values, (long)Rows * Stride);
        T* value = _values!.Pointer;
        foreach (ushort mask in SpikeMasks)
        {
            ExpandGroup(mask, value);
            value += RowLayout.Group;
        }

        _expanded = true;
    }

    // Lane i takes bit i: compare the masked bit with itself and keep the ones.
    private static void ExpandGroup(ushort mask, T* target)
    {
        if (typeof(T) == typeof(float))
        {
            var bits = Vector512.Create(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
            var set = Vector512.Equals(Vector512.Create((int)mask) & bits, bits);
            (set.AsSingle() & Vector512.Create(1f)).Store((float*)target);
        }
        else
        {
            var bits = Vector512.Create(1L, 2, 4, 8, 16, 32, 64, 128);
            var low = Vector512.Equals(Vector512.Create((long)mask) & bits, bits);
            var high = Vector512.Equals(Vector512.Create((long)mask >> 8) & bits, bits);
            (low.AsDouble() & Vector512.Create(1d)).Store((double*)target);
            (high.AsDouble() & Vector512.Create(1d)).Store((double*)target + 8);
        }
    }
}
