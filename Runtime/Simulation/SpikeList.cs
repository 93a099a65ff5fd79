using System;
using System.Collections;
using System.Collections.Generic;

namespace NeuronDsl.Simulation;

/// <summary>A spike: the step in which it happened, counted from the population's first, and the neuron. It is stamped with the end of its step, (Step + 1) dt.</summary>
/// <param name="Step">The step.</param>
/// <param name="Neuron">The neuron.</param>
public readonly record struct Spike(long Step, int Neuron);

/// <summary>Spikes in the order of their steps and, within a step, of their neurons.</summary>
public sealed class SpikeList : IReadOnlyList<Spike>
{
    private Spike[] _items = new Spike[256];

    /// <summary>How many spikes there are.</summary>
    public int Count { get; private set; }

    /// <summary>The spikes.</summary>
    public ReadOnlySpan<Spike> Spikes => _items.AsSpan(0, Count);

    /// <inheritdoc/>
    public Spike this[int index] => Spikes[index];

    /// <summary>Appends a spike.</summary>
    public void Add(Spike spike)
    {
        if (Count == _items.Length) Array.Resize(ref _items, checked(2 * _items.Length));
        _items[Count++] = spike;
    }

    /// <summary>Forgets all spikes, keeping the memory.</summary>
    public void Clear() => Count = 0;

    /// <summary>The times of one neuron's spikes.</summary>
    /// <param name="neuron">The neuron.</param>
    /// <param name="dt">The time step they were simulated with.</param>
    public double[] TimesOf(int neuron, double dt)
    {
        List<double> times = [];
        foreach (Spike spike in Spikes)
        {
            if (spike.Neuron == neuron) times.Add((spike.Step + 1) * dt);
        }

        return [.. times];
    }

    /// <inheritdoc/>
    public IEnumerator<Spike> GetEnumerator()
    {
        for (int i = 0; i < Count; i++) yield return _items[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Appends spikes that stand block of neurons after block, in ascending order, into the order of steps and then neurons.</summary>
    internal void AppendBySteps(SteppedPart[] parts, long firstStep, int steps)
    {
        int start = Count, total = 0;
        int[] place = new int[steps + 1];
        foreach (SteppedPart part in parts)
        {
            total += part.Spikes!.Count;
            foreach (Spike spike in part.Spikes) place[spike.Step - firstStep + 1]++;
        }

        for (int step = 0; step < steps; step++) place[step + 1] += place[step];
        while (_items.Length < start + total) Array.Resize(ref _items, checked(2 * _items.Length));
        foreach (SteppedPart part in parts)
        {
            foreach (Spike spike in part.Spikes!) _items[start + place[spike.Step - firstStep]++] = spike;
        }

        Count = start + total;
    }
}
