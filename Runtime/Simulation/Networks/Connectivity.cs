using System;

namespace NeuronDsl.Simulation;

/// <summary>
/// Which neurons of one population a projection joins to which of another. Random rules depend on the network's seed and the projection's number
/// alone. Each rule numbers the places of its synapses; drawn and given weights and delays go by that number.
/// </summary>
public abstract class Connectivity
{
    private protected Connectivity()
    {
    }

    /// <summary>Every source to every target. Place: source × targets + target.</summary>
    /// <param name="selfConnections">Whether a neuron is joined to itself, where source and target are one population.</param>
    public static Connectivity AllToAll(bool selfConnections = true) => new AllToAllConnectivity(selfConnections);

    /// <summary>Each source to the target of its own number. Place: the source.</summary>
    public static Connectivity OneToOne() => new OneToOneConnectivity();

    /// <summary>Each pair with the same probability, independently (Erdős and Rényi). Place: source × targets + target.</summary>
    /// <param name="probability">In [0, 1].</param>
    /// <param name="selfConnections">Whether a neuron may be joined to itself, where source and target are one population.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1].</exception>
    public static Connectivity FixedProbability(double probability, bool selfConnections = true)
    {
        if (!(probability is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies in [0, 1].");
        return new FixedProbabilityConnectivity(probability, selfConnections);
    }

    /// <summary>Each target receives from the same number of sources, chosen at random. Place: target × sources + draw.</summary>
    /// <param name="sources">Sources of each target.</param>
    /// <param name="selfConnections">Whether a neuron may be joined to itself, where source and target are one population.</param>
    /// <param name="multapses">Whether a source may be chosen more than once.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static Connectivity FixedInDegree(int sources, bool selfConnections = true, bool multapses = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sources);
        return new FixedInDegreeConnectivity(sources, selfConnections, multapses);
    }

    /// <summary>Synapse k joins <paramref name="sources"/>[k] to <paramref name="targets"/>[k]. Place: k.</summary>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public static Connectivity List(ReadOnlyMemory<int> sources, ReadOnlyMemory<int> targets)
    {
        if (sources.Length != targets.Length)
            throw new ArgumentException($"There are {sources.Length} sources but {targets.Length} targets.", nameof(targets));
        return new ListConnectivity(sources, targets);
    }

    /// <summary>The targets of each source, as a function. Place: counted through all rows.</summary>
    /// <param name="rowStarts">[sources + 1]: the place of each row's first synapse; the last is the number of synapses.</param>
    /// <param name="targets">Gives the targets of a source; asked more than once, and must answer alike.</param>
    public static Connectivity Rows(ReadOnlyMemory<long> rowStarts, Func<int, ReadOnlyMemory<int>> targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        return new RowConnectivity(rowStarts, targets);
    }

    /// <summary>
    /// A synapse wherever the matrix is not zero, with the entry as its weight unless other weights are given. Place: source × targets + target.
    /// </summary>
    /// <param name="weights">[sources, targets]; not copied.</param>
    public static Connectivity Matrix(double[,] weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return new MatrixConnectivity(weights);
    }

    /// <summary>The weights that come with the rule, if any.</summary>
    internal virtual SynapseValues? Weights => null;

    /// <summary>Whether <see cref="Fill"/> lists the targets of a source; else it lists the sources of a target.</summary>
    internal virtual bool BySource => true;

    /// <summary>About how many synapses there will be; never less than half of them.</summary>
    internal abstract double ExpectedCount(in ConnectionShape shape);

    /// <summary>Refuses what does not fit the populations.</summary>
    internal virtual void Check(in ConnectionShape shape)
    {
    }

    /// <summary>Lists the partners of one neuron.</summary>
    internal abstract void Fill(int neuron, in ConnectionShape shape, Partners partners);
}
