using System;
using System.Collections.Generic;

namespace NeuronDsl.Simulation;

/// <summary>
/// The share of one process in a network that several simulate together: whole words of 64 neurons of each population, with all synapses onto them. A
/// spike is needed elsewhere only after the shortest delay of all projections, so spikes are exchanged once in so many steps.
/// </summary>
/// <param name="rank">Which share.</param>
/// <param name="size">How many there are.</param>
internal abstract class NetworkShard(int rank, int size)
{
    private int _interval;
    private long _exchanged;

    /// <summary>How many steps lie between two exchanges; 0 before the first run.</summary>
    public int Interval => _interval;

    /// <summary>The words of this share.</summary>
    public (int First, int End) Words(int count) => ((int)((long)count * rank / size), (int)((long)count * (rank + 1) / size));

    /// <summary>Agrees with the others on how often spikes are exchanged.</summary>
    public void Begin(Network network)
    {
        int shortest = SynapseTableBuilder<float>.LongestDelay;
        foreach (Projection projection in network.Projections) shortest = Math.Min(shortest, projection.ShortestDelay);
        _interval = (int)Min(network.Projections.Count == 0 ? 1 : shortest);
        foreach (PopulationNode population in network.Populations) population.Spikes.EnsureDepth(_interval + 1, network.StepIndex);
        _exchanged = network.StepIndex;
    }

    /// <summary>Exchanges the spikes of the last steps where it is time.</summary>
    public void EndStep(Network network, bool last)
    {
        if (!last && network.StepIndex - _exchanged < _interval) return;
        Exchange(network.Populations, _exchanged, network.StepIndex);
        foreach (Projection projection in network.Projections)
        {
            for (long step = _exchanged; step < network.StepIndex; step++) projection.Learn(step);
        }

        _exchanged = network.StepIndex;
    }

    /// <summary>The sum over all shares.</summary>
    public abstract long Sum(long value);

    /// <summary>The smallest of all shares' values.</summary>
    protected abstract long Min(long value);

    /// <summary>Gives all shares the spikes of each for the steps from <paramref name="first"/> up to <paramref name="end"/>.</summary>
    protected abstract void Exchange(IReadOnlyList<PopulationNode> populations, long first, long end);
}
