using System;
using System.Collections.Generic;
using System.IO;
using System.Numerics;

namespace NeuronDsl.Simulation;

/// <summary>A synapse: neurons are numbered in their populations, the delay is in the unit of dt.</summary>
/// <param name="Source">The neuron that sends.</param>
/// <param name="Target">The neuron that receives.</param>
/// <param name="Weight">The weight as it is now.</param>
/// <param name="Delay">The delay.</param>
public readonly record struct Synapse(int Source, int Target, double Weight, double Delay);

/// <summary>The synapses from one population to a port of another.</summary>
public abstract class Projection : IDisposable
{
    private protected Projection(string description) => Description = description;

    /// <summary>From where to where.</summary>
    public string Description { get; }

    /// <summary>How many synapses there are.</summary>
    public abstract int Count { get; }

    /// <summary>The memory they take.</summary>
    public abstract long Bytes { get; }

    /// <summary>The synapses with their weights as they are now, by source, delay and target.</summary>
    public abstract IEnumerable<Synapse> Synapses { get; }

    /// <inheritdoc/>
    public abstract override string ToString();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the synapses.</summary>
    /// <param name="disposing">False from a finalizer.</param>
    protected abstract void Dispose(bool disposing);

    internal abstract bool IsParallel { get; }

    internal abstract PopulationNode Target { get; }

    internal abstract void Begin(int parts, long step);

    internal abstract void Scatter(long step, int part, int parts);

    internal abstract void Collect(int first, int end);

    internal abstract void EndStep(long step);

    /// <summary>The shortest delay in steps.</summary>
    internal abstract int ShortestDelay { get; }

    /// <summary>Takes note of spikes of a past step that have come from elsewhere.</summary>
    internal abstract void Learn(long step);

    internal abstract uint Checksum();

    internal abstract void Save(BinaryWriter writer);

    internal abstract void Restore(BinaryReader reader, bool apply);
}

/// <inheritdoc/>
internal sealed class Projection<T>(
    string description, PopulationNode<T> target, SynapseTable<T> table, Delivery<T> delivery, int firstSource, int firstTarget, double dt)
    : Projection(description)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override int Count => table.Count;

    public override long Bytes => table.Bytes + (delivery is PlasticDelivery<T> ? (long)table.Count * PlasticDelivery<T>.BytesPerSynapse : 0);

    public override IEnumerable<Synapse> Synapses
    {
        get
        {
            for (int segment = 0; segment + 1 < table.Starts.Length; segment++)
            {
                (int source, int delay) = Math.DivRem(segment, table.Delays.Length);
                for (int k = table.Starts[segment]; k < table.Starts[segment + 1]; k++)
                {
                    double weight = double.CreateChecked(table.Weight(k));
                    yield return new Synapse(firstSource + source, firstTarget + table.Target(k), weight, table.Delays[delay] * dt);
                }
            }
        }
    }

    public override string ToString() => FormattableString.Invariant($"{Description}: {Count:N0} synapses, {Bytes:N0} bytes");

    protected override void Dispose(bool disposing)
    {
        if (disposing) delivery.Dispose();
    }

    internal override bool IsParallel => delivery.IsParallel;

    internal override PopulationNode Target => target;

    internal override void Begin(int parts, long step) => delivery.Begin(parts, step);

    internal override void Scatter(long step, int part, int parts) => delivery.Scatter(step, part, parts);

    internal override void Collect(int first, int end) => delivery.Collect(first, end);

    internal override void EndStep(long step) => delivery.EndStep(step);

    internal override int ShortestDelay => table.Delays[0];

    internal override void Learn(long step) => delivery.Learn(step);

    internal override uint Checksum() => table.Checksum();

    internal override void Save(BinaryWriter writer) => delivery.Save(writer);

    internal override void Restore(BinaryReader reader, bool apply) => delivery.Restore(reader, apply);
}
