using System;
using System.Linq;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NeuronDsl.Memory;

namespace NeuronDsl.Simulation;

/// <summary>
/// Delivery of synapses that share one weight: arrivals are counted, and the weight is multiplied in once a neuron. Counts of 2 bytes stay in the
/// first-level cache where the targets' states do not; they are the same in whatever order and on however many threads they are counted.
/// </summary>
internal sealed unsafe class CountedDelivery<T>(SynapseTable<T> table, SpikeHistory sources, int firstSource, Port<T> port, int firstTarget)
    : Delivery<T>(table, sources, firstSource, port, firstTarget)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int CacheLine = 64, LongSegment = 256, Ahead = 2, FarAhead = 8;

    // Of a long segment, at most so many bytes are asked for ahead of the counting.
    private const int MostAhead = 2048;

    private AlignedBuffer<ushort>[] _counts = [];
    private bool[] _any = [];

    /// <summary>Whether no target can receive more spikes in a step than a count holds.</summary>
    public static bool Fits(SynapseTable<T> table)
    {
        if (table.Weights is not null) return false;
        int[] degrees = new int[table.TargetCount];
        for (int synapse = 0; synapse < table.Count; synapse++) degrees[table.Target(synapse)]++;
        return degrees.Max() <= ushort.MaxValue;
    }

    public override void Begin(int parts, long step)
    {
        base.Begin(parts, step);
        if (_counts.Length == parts) return;
        foreach (AlignedBuffer<ushort> counts in _counts) counts.Dispose();
        _counts = [.. Enumerable.Range(0, parts).Select(_ => new AlignedBuffer<ushort>(Table.TargetCount))];
        _any = new bool[parts];
    }

    public override void Scatter(long step, int part, int parts)
    {
        if (Table.ShortTargets is not null) Scatter(Table.ShortTargets.Pointer, step, part, parts);
        else Scatter(Table.LongTargets!.Pointer, step, part, parts);
    }

    public override void Collect(int first, int end)
    {
        int from = Math.Max(first, FirstTarget) - FirstTarget, to = Math.Min(end, FirstTarget + Table.TargetCount) - FirstTarget;
        if (from >= to || !_any.Contains(true)) return;
        Span<ushort> counts = _counts[0].Span[from..to];
        for (int part = 1; part < _counts.Length; part++)
        {
            if (!_any[part]) continue;
            Span<ushort> others = _counts[part].Span[from..to];
            System.Numerics.Tensors.TensorPrimitives.Add<ushort>(counts, others, counts);
            others.Clear();
        }

        AddWeighted(counts, Table.SharedWeight, Port.Row[(FirstTarget + from)..(FirstTarget + to)]);
        counts.Clear();
    }

    public override void EndStep(long step)
    {
        base.EndStep(step);
        Array.Clear(_any);
    }

    public override void Dispose()
    {
        base.Dispose();
        foreach (AlignedBuffer<ushort> counts in _counts) counts.Dispose();
    }

    private void Scatter<TIndex>(TIndex* targets, long step, int part, int parts)
        where TIndex : unmanaged
    {
        ushort* counts = _counts[part].Pointer;
        fixed (int* starts = Table.Starts)
        {
            for (int delay = 0; delay < Table.Delays.Length; delay++)
            {
                ReadOnlySpan<int> spikes = Arriving(step, delay);
                ReadOnlySpan<int> share = spikes[(int)((long)spikes.Length * part / parts)..(int)((long)spikes.Length * (part + 1) / parts)];
                if (share.Length == 0) continue;
                _any[part] = true;
                if (Table.Count / (Table.Starts.Length - 1) >= LongSegment) CountLong(targets, starts + delay, share, counts);
                else CountShort(targets, starts + delay, share, counts);
            }
        }
    }

    /// <summary>Counts long segments: while one is counted, all of the next is asked for.</summary>
    /// <param name="targets">The table's targets.</param>
    /// <param name="starts">Where the first source's segment begins.</param>
    /// <param name="spikes">The sources that have spiked.</param>
    /// <param name="counts">The counts to add to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CountLong<TIndex>(TIndex* targets, int* starts, ReadOnlySpan<int> spikes, ushort* counts)
        where TIndex : unmanaged
    {
        int delays = Table.Delays.Length;
        for (int k = 0; k < spikes.Length; k++)
        {
            if (k + 1 < spikes.Length)
            {
                int* next = starts + ((long)(spikes[k + 1] - FirstSource) * delays);
                byte* end = (byte*)Math.Min((nuint)(targets + next[1]), (nuint)(targets + next[0]) + MostAhead);
                for (byte* line = (byte*)(targets + next[0]); line < end; line += CacheLine) Simulation.Scatter.Prefetch(line);
            }

            int* segment = starts + ((long)(spikes[k] - FirstSource) * delays);
            Simulation.Scatter.Count(targets + segment[0], segment[1] - segment[0], counts);
        }
    }

    /// <summary>
    /// Counts short segments, a few cache lines each: asks for one a few segments ahead, and for what the same source sends after its next delay.
    /// </summary>
    /// <inheritdoc cref="CountLong"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CountShort<TIndex>(TIndex* targets, int* starts, ReadOnlySpan<int> spikes, ushort* counts)
        where TIndex : unmanaged
    {
        int delays = Table.Delays.Length, perLine = CacheLine / sizeof(TIndex);
        for (int k = 0; k < spikes.Length; k++)
        {
            if (k + FarAhead < spikes.Length) Simulation.Scatter.Prefetch(starts + ((long)(spikes[k + FarAhead] - FirstSource) * delays));
            if (k + Ahead < spikes.Length)
            {
                TIndex* later = targets + starts[(long)(spikes[k + Ahead] - FirstSource) * delays];
                Simulation.Scatter.Prefetch(later);
                Simulation.Scatter.Prefetch(later + perLine);
            }

            int* segment = starts + ((long)(spikes[k] - FirstSource) * delays);
            Simulation.Scatter.PrefetchSecondLevel(targets + segment[1] + perLine);
            Simulation.Scatter.Count(targets + segment[0], segment[1] - segment[0], counts);
        }
    }

    // Product, then sum, each rounded: the same bits with and without vectors.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddWeighted(ReadOnlySpan<ushort> counts, T weight, Span<T> row)
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<T> factor = Vector512.Create(weight);
            ref ushort count = ref MemoryMarshal.GetReference(counts);
            ref T value = ref MemoryMarshal.GetReference(row);
            for (; i + Vector256<ushort>.Count <= counts.Length; i += Vector256<ushort>.Count)
            {
                (Vector256<uint> low, Vector256<uint> high) = Vector256.Widen(Vector256.LoadUnsafe(ref count, (nuint)i));
                if (typeof(T) == typeof(float))
                {
                    Add(Vector512.ConvertToSingle(Vector512.Create(low, high).AsInt32()).As<float, T>(), i, ref value);
                }
                else
                {
                    Add(Double(low), i, ref value);
                    Add(Double(high), i + Vector512<double>.Count, ref value);
                }
            }

            void Add(Vector512<T> converted, int at, ref T target) =>
                (Vector512.LoadUnsafe(ref target, (nuint)at) + (factor * converted)).StoreUnsafe(ref target, (nuint)at);

            static Vector512<T> Double(Vector256<uint> counts)
            {
                (Vector256<ulong> low, Vector256<ulong> high) = Vector256.Widen(counts);
                return Vector512.ConvertToDouble(Vector512.Create(low, high).AsInt64()).As<double, T>();
            }
        }

        for (; i < counts.Length; i++) row[i] += weight * T.CreateTruncating(counts[i]);
    }
}
