using System;
using System.Numerics;

namespace NeuronDsl.Simulation;

/// <summary>
/// Delivery of synapses with weights of their own. Threads share the targets, not the spikes, so that every target's additions happen in one order:
/// by delay, source, synapse.
/// </summary>
internal sealed unsafe class WeightedDelivery<T>(SynapseTable<T> table, SpikeHistory sources, int firstSource, Port<T> port, int firstTarget)
    : Delivery<T>(table, sources, firstSource, port, firstTarget)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Scatter(long step, int part, int parts)
    {
        if (Table.ShortTargets is not null) Scatter(Table.ShortTargets.Pointer, step, part, parts);
        else Scatter(Table.LongTargets!.Pointer, step, part, parts);
    }

    private void Scatter<TIndex>(TIndex* targets, long step, int part, int parts)
        where TIndex : unmanaged
    {
        int low = (int)((long)Table.TargetCount * part / parts), high = (int)((long)Table.TargetCount * (part + 1) / parts);
        T* weights = Table.Weights is null ? null : Table.Weights.Pointer;
        fixed (T* row = Port.Row[FirstTarget..])
        {
            for (int delay = 0; delay < Table.Delays.Length; delay++)
            {
                foreach (int source in Arriving(step, delay))
                {
                    int segment = ((source - FirstSource) * Table.Delays.Length) + delay;
                    int start = Table.Starts[segment], end = Table.Starts[segment + 1];
                    if (parts > 1) (start, end) = (Table.LowerBound(start, end, low), Table.LowerBound(start, end, high));
                    if (weights is null) Simulation.Scatter.Add(targets + start, Table.SharedWeight, end - start, row);
                    else Simulation.Scatter.Add(targets + start, weights + start, end - start, row);
                }
            }
        }
    }
}
