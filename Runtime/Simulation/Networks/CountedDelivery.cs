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

    public override void Begin(int parts)
    {
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

    public override void EndStep() => Array.Clear(_any);

    public override void Dispose()
    {
        base.Dispose();
        foreach (AlignedBuffer<ushort> counts in _counts) counts.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scatter<TIndex>(TIndex* targets, long step, int part, int parts)
        where TIndex : unmanaged
    {
        ushort* counts = _counts[part].Pointer;
        int delays = Table.Delays.Length;
        fixed (int* starts = Table.Starts)
        {
            for (int delay = 0; delay < delays; delay++)
            {
                ReadOnlySpan<int> spikes = Arriving(step, delay);
                int begin = (int)((long)spikes.Length * part / parts), end = (int)((long)spikes.Length * (part + 1) / parts);
                if (begin == end) continue;
                _any[part] = true;
                for (int k = begin; k < end; k++)
                {
                    int* segment = starts + (((long)spikes[k] - FirstSource) * delays) + delay;
                    if (delays == 1)
                    {
                        // The next row is somewhere else in memory; once it is read, the processor runs ahead by itself.
                        if (k + 1 < end) Simulation.Scatter.Prefetch(targets + starts[spikes[k + 1] - FirstSource], 8);
                    }
                    else
                    {
                        // What lies behind this segment arrives with the source's next delay, a step from now.
                        Simulation.Scatter.Prefetch(targets + segment[1] + (64 / sizeof(TIndex)), 2);
                    }

                    Simulation.Scatter.Count(targets + segment[0], segment[1] - segment[0], counts);
                }
            }
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
