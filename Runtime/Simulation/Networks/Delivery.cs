using System;
using System.IO;
using System.Numerics;

namespace NeuronDsl.Simulation;

/// <summary>How the spikes of a projection's sources become arrivals at its port. A step scatters, then collects.</summary>
internal abstract class Delivery<T>(SynapseTable<T> table, SpikeHistory sources, int firstSource, Port<T> port, int firstTarget) : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Which of each past step's spikes are this projection's.
    private (int Start, int End)[] _shares = [];

    protected SynapseTable<T> Table { get; } = table;

    protected Port<T> Port { get; } = port;

    protected int FirstSource { get; } = firstSource;

    protected int FirstTarget { get; } = firstTarget;

    /// <summary>Whether parts of the work may run on several threads at once.</summary>
    public virtual bool IsParallel => true;

    /// <summary>Makes ready for a number of threads, before a step.</summary>
    public virtual void Begin(int parts, long step)
    {
        _shares = new (int, int)[sources.Depth];
        for (long past = Math.Max(0, step - sources.Depth); past < step; past++) FindShare(past);
    }

    /// <summary>Delivers the spikes that arrive at the start of a step: one of several parts of the work.</summary>
    public abstract void Scatter(long step, int part, int parts);

    /// <summary>Adds to the port's neurons [first, end) what was scattered elsewhere than to them.</summary>
    public virtual void Collect(int first, int end)
    {
    }

    /// <summary>Ends a step: all that was scattered is collected, and there are new spikes.</summary>
    public virtual void EndStep(long step) => FindShare(step);

    /// <summary>Takes note of spikes of a past step that have come from elsewhere.</summary>
    public void Learn(long step) => FindShare(step);

    public virtual void Save(BinaryWriter writer)
    {
    }

    public virtual void Restore(BinaryReader reader, bool apply)
    {
    }

    public virtual void Dispose() => Table.Dispose();

    /// <summary>
    /// The projection's sources among the spikes that arrive now after the delay of that index. A spike is stamped with the end of its step.
    /// </summary>
    protected ReadOnlySpan<int> Arriving(long step, int delay)
    {
        long sent = step - 1 - Table.Delays[delay];
        if (sent < 0) return default;
        (int start, int end) = _shares[sent & (_shares.Length - 1)];
        return sources[sent][start..end];
    }

    protected static ReadOnlySpan<int> Within(ReadOnlySpan<int> spikes, int first, int count) =>
        spikes[LowerBound(spikes, first)..LowerBound(spikes, first + count)];

    private void FindShare(long step)
    {
        ReadOnlySpan<int> spikes = sources[step];
        _shares[step & (_shares.Length - 1)] = (LowerBound(spikes, FirstSource), LowerBound(spikes, FirstSource + Table.Sources));
    }

    private static int LowerBound(ReadOnlySpan<int> spikes, int neuron)
    {
        if (neuron <= 0) return 0;
        int place = spikes.BinarySearch(neuron);
        return place < 0 ? ~place : place;
    }
}
