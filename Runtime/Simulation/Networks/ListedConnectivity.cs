using System;

namespace NeuronDsl.Simulation;

/// <summary>Synapses listed one by one.</summary>
internal sealed class ListConnectivity(ReadOnlyMemory<int> sources, ReadOnlyMemory<int> targets) : Connectivity
{
    // Entries by source, and where those of each source begin.
    private int[] _order = [], _starts = [];

    internal override double ExpectedCount(in ConnectionShape shape) => sources.Length;

    internal override void Check(in ConnectionShape shape)
    {
        Check(sources.Span, shape.Sources, "source");
        Check(targets.Span, shape.Targets, "target");
        _starts = new int[shape.Sources + 2];
        foreach (int source in sources.Span) _starts[source + 2]++;
        for (int source = 1; source < _starts.Length; source++) _starts[source] += _starts[source - 1];
        _order = new int[sources.Length];
        for (int k = 0; k < _order.Length; k++) _order[_starts[sources.Span[k] + 1]++] = k;
    }

    internal override void Fill(int neuron, in ConnectionShape shape, Partners partners)
    {
        foreach (int k in _order.AsSpan(_starts[neuron].._starts[neuron + 1])) partners.Add(targets.Span[k], k);
    }

    private static void Check(ReadOnlySpan<int> neurons, int count, string kind)
    {
        for (int k = 0; k < neurons.Length; k++)
        {
            if ((uint)neurons[k] >= (uint)count)
                throw new ArgumentException($"The {kind} of synapse {k} is {neurons[k]}, but there are {count} {kind}s.", kind + "s");
        }
    }
}

/// <summary>The targets of each source, given as a function.</summary>
internal sealed class RowConnectivity(ReadOnlyMemory<long> rowStarts, Func<int, ReadOnlyMemory<int>> targets) : Connectivity
{
    internal override double ExpectedCount(in ConnectionShape shape) => rowStarts.Span[shape.Sources] - rowStarts.Span[0];

    internal override void Check(in ConnectionShape shape)
    {
        if (rowStarts.Length != shape.Sources + 1)
            throw new ArgumentException(
                $"{shape.Sources} sources need {shape.Sources + 1} row starts, but {rowStarts.Length} were given.", nameof(rowStarts));
    }

    internal override void Fill(int neuron, in ConnectionShape shape, Partners partners)
    {
        ReadOnlySpan<int> row = targets(neuron).Span;
        long place = rowStarts.Span[neuron];
        if (row.Length != rowStarts.Span[neuron + 1] - place)
            throw new ArgumentException(
                $"The row starts give source {neuron} {rowStarts.Span[neuron + 1] - place} synapses, but its row has {row.Length}.", nameof(targets));
        foreach (int target in row)
        {
            if ((uint)target >= (uint)shape.Targets)
                throw new ArgumentException($"A target of source {neuron} is {target}, but there are {shape.Targets} targets.", nameof(targets));
            partners.Add(target, place++);
        }
    }
}

/// <summary>A synapse wherever a matrix is not zero.</summary>
internal sealed class MatrixConnectivity(double[,] weights) : Connectivity
{
    internal override SynapseValues Weights => SynapseValues.Each(place => weights[place / weights.GetLength(1), place % weights.GetLength(1)]);

    internal override double ExpectedCount(in ConnectionShape shape) => weights.Length;

    internal override void Check(in ConnectionShape shape)
    {
        if (weights.GetLength(0) != shape.Sources || weights.GetLength(1) != shape.Targets)
            throw new ArgumentException(
                $"The matrix is [{weights.GetLength(0)}, {weights.GetLength(1)}], but there are {shape.Sources} sources " +
                $"and {shape.Targets} targets.",
                nameof(weights));
    }

    internal override void Fill(int neuron, in ConnectionShape shape, Partners partners)
    {
        for (int target = 0; target < shape.Targets; target++)
        {
            if (weights[neuron, target] != 0) partners.Add(target, ((long)neuron * shape.Targets) + target);
        }
    }
}
