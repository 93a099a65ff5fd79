using System;
using System.IO;
using System.Numerics;
using System.Runtime.InteropServices;
using NeuronDsl.Memory;

namespace NeuronDsl.Simulation;

/// <summary>
/// The synapses of a projection, sorted by source, then delay, then target. A segment is the run of synapses that share source and delay: what one
/// spike delivers in one step. Targets take 2 bytes where the target population has at most 65,536 neurons, else 4; a weight or a
/// delay that all synapses share takes none.
/// </summary>
/// <typeparam name="T">float or double: the target population's.</typeparam>
internal sealed class SynapseTable<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The largest target population whose indices fit into 2 bytes.</summary>
    public const int ShortIndices = 65_536;

    private readonly int[] _starts;

    public SynapseTable(int sources, int targets, int[] delays, int[] starts, T? sharedWeight)
    {
        (Sources, TargetCount, Delays, _starts) = (sources, targets, delays, starts);
        Count = starts[^1];
        if (targets <= ShortIndices) ShortTargets = new AlignedBuffer<ushort>(Count);
        else LongTargets = new AlignedBuffer<int>(Count);
        SharedWeight = sharedWeight ?? T.Zero;
        if (sharedWeight is null) Weights = new AlignedBuffer<T>(Count);
    }

    /// <summary>How many sources there are.</summary>
    public int Sources { get; }

    /// <summary>How many targets there are to choose from.</summary>
    public int TargetCount { get; }

    /// <summary>How many synapses there are.</summary>
    public int Count { get; }

    /// <summary>The delays that occur, in steps, ascending.</summary>
    public int[] Delays { get; }

    /// <summary>The target of each synapse where 2 bytes suffice.</summary>
    public AlignedBuffer<ushort>? ShortTargets { get; }

    /// <summary>The target of each synapse where they do not.</summary>
    public AlignedBuffer<int>? LongTargets { get; }

    /// <summary>The weight of each synapse; null where all share one.</summary>
    public AlignedBuffer<T>? Weights { get; }

    /// <summary>The weight that all synapses share.</summary>
    public T SharedWeight { get; }

    /// <summary>Where each segment begins, [sources × delays + 1]; a source's segments follow each other.</summary>
    public ReadOnlySpan<int> Starts => _starts;

    /// <summary>The memory it takes.</summary>
    public long Bytes => EstimateBytes(Count, Sources, TargetCount, Delays.Length, Weights is not null);

    /// <summary>The memory a table takes.</summary>
    public static long EstimateBytes(double synapses, int sources, int targets, int delays, bool weights)
    {
        int each = (targets <= ShortIndices ? sizeof(ushort) : sizeof(int)) + (weights ? Marshal.SizeOf<T>() : 0);
        return (long)((synapses * each) + ((double)sources * delays * sizeof(int)));
    }

    /// <summary>The target of a synapse.</summary>
    public int Target(int synapse) => ShortTargets is not null ? ShortTargets.Span[synapse] : LongTargets!.Span[synapse];

    /// <summary>The weight of a synapse.</summary>
    public T Weight(int synapse) => Weights is null ? SharedWeight : Weights.Span[synapse];

    /// <summary>The first of a segment's synapses whose target is not below <paramref name="target"/>.</summary>
    public int LowerBound(int start, int end, int target)
    {
        while (start < end)
        {
            int middle = (int)(((uint)start + (uint)end) / 2);
            if (Target(middle) < target) start = middle + 1;
            else end = middle;
        }

        return start;
    }

    /// <summary>A checksum of what joins what, by which a checkpoint recognises the network.</summary>
    public uint Checksum()
    {
        uint crc = Crc32C.Append(0, MemoryMarshal.AsBytes(Starts));
        crc = Crc32C.Append(crc, MemoryMarshal.AsBytes<int>(Delays));
        crc = Crc32C.Append(crc, ShortTargets is not null ? MemoryMarshal.AsBytes(ShortTargets.Span) : MemoryMarshal.AsBytes(LongTargets!.Span));
        return crc;
    }

    public void Dispose()
    {
        ShortTargets?.Dispose();
        LongTargets?.Dispose();
        Weights?.Dispose();
    }
}
