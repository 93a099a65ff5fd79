using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;
using NeuronDsl.Simulation;

namespace NeuronDsl.Distributed;

/// <summary>
/// A network simulated by all ranks together. Every rank builds it alike, holds the synapses onto its own neurons, and steps those; spikes are exchanged
/// once in every shortest delay. Spikes are the same, bit for bit, for any number of ranks.
/// </summary>
public static class DistributedNetwork
{
    /// <summary>Shares a network among the ranks; before its populations are connected.</summary>
    /// <param name="network">The network, as yet without projections.</param>
    /// <param name="communicator">The ranks.</param>
    /// <returns>The network.</returns>
    /// <exception cref="InvalidOperationException">Projections were made before.</exception>
    public static Network Distribute(this Network network, Communicator communicator)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(communicator);
        network.Shard = new RankShard(communicator);
        return network;
    }

    /// <summary>The neurons of a population that a rank steps: those whose states are up to date there.</summary>
    public static Range OwnedBy<T>(this Population<T> population, Communicator communicator)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(population);
        ArgumentNullException.ThrowIfNull(communicator);
        (int first, int end) = new RankShard(communicator).Words((population.Count + 63) / 64);
        return Math.Min(first * 64, population.Count)..Math.Min(end * 64, population.Count);
    }

    /// <summary>Gathers what the ranks' recorders have recorded, each its own neurons: on all ranks, by step and neuron.</summary>
    public static Spike[] Gather(this Communicator communicator, SpikeRecorder recorder)
    {
        ArgumentNullException.ThrowIfNull(communicator);
        ArgumentNullException.ThrowIfNull(recorder);
        ReadOnlySpan<byte> own = MemoryMarshal.AsBytes(recorder.Spikes.Spikes);
        Spike[] all = MemoryMarshal.Cast<byte, Spike>(communicator.AllGather(own, new int[communicator.Size + 1])).ToArray();
        Array.Sort(all, static (a, b) => a.Step != b.Step ? a.Step.CompareTo(b.Step) : a.Neuron.CompareTo(b.Neuron));
        return all;
    }

    /// <summary>
    /// Saves the network, each rank its share beside the others': <c>path.0of2</c>, <c>path.1of2</c>. All are there when this returns; what was saved before stays
    /// beside them as <c>.before</c>, so that ranks which are stopped while they save have a moment in common.
    /// </summary>
    public static void Save(this Network network, Communicator communicator, string path)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(communicator);
        string own = PathOf(communicator, path);

        // No rank saves again before all have saved: of ranks that were stopped in between, each still has the moment that all have.
        if (File.Exists(own)) File.Move(own, Before(own), overwrite: true);
        network.Save(own);
        communicator.Barrier();
    }

    /// <summary>Brings the network to where a saved one stood, with the same number of ranks.</summary>
    /// <exception cref="InvalidDataException">A file is missing or does not fit, or the ranks' files are of different moments.</exception>
    public static void Restore(this Network network, Communicator communicator, string path)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(communicator);
        string own = PathOf(communicator, path);
        if (!File.Exists(own) && !File.Exists(Before(own))) throw new InvalidDataException($"{own}: is not there; a network is restored with as many ranks as saved it.");
        string latest = File.Exists(own) ? own : Before(own);
        network.Restore(latest);
        long[] steps = communicator.Gather(network.StepIndex);
        if (steps.Distinct().Count() > 1)
        {
            // All restore once more, those that are ahead from the moment before: restoring asks the other ranks too.
            network.Restore(network.StepIndex > steps.Min() && File.Exists(Before(own)) ? Before(own) : latest);
            steps = communicator.Gather(network.StepIndex);
        }

        if (steps.Distinct().Count() > 1) throw new InvalidDataException($"{path}: the ranks' files are of the steps {string.Join(", ", steps)}.");
    }

    /// <summary>Whether all ranks find a saved network.</summary>
    public static bool IsSaved(Communicator communicator, string path)
    {
        ArgumentNullException.ThrowIfNull(communicator);
        string own = PathOf(communicator, path);
        return communicator.Min(File.Exists(own) || File.Exists(Before(own)) ? 1 : 0) == 1;
    }

    private static string Before(string own) => own + ".before";

    private static string PathOf(Communicator communicator, string path) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}.{communicator.Rank}of{communicator.Size}");
}
