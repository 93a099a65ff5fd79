using System;

namespace NeuronDsl.Simulation;

/// <summary>
/// The weights or the delays of a projection's synapses: one for all, drawn for each, or given for each. A draw depends on the network's seed,
/// the projection's number and the synapse's place alone.
/// </summary>
public abstract class SynapseValues
{
    private SynapseValues()
    {
    }

    /// <summary>One value for all synapses: it costs no memory per synapse.</summary>
    /// <exception cref="ArgumentException">The value is not finite.</exception>
    public static SynapseValues Constant(double value) => new ConstantValues(Finite(value, nameof(value)));

    /// <summary>Drawn uniformly from [<paramref name="low"/>, <paramref name="high"/>].</summary>
    /// <exception cref="ArgumentException">A bound is not finite, or they are the wrong way round.</exception>
    public static SynapseValues Uniform(double low, double high)
    {
        if (Finite(high, nameof(high)) < Finite(low, nameof(low)))
            throw new ArgumentException(FormattableString.Invariant($"The bounds {low} and {high} are the wrong way round."), nameof(high));
        return new UniformValues(low, high);
    }

    /// <summary>Drawn from a normal distribution; a draw beyond a bound becomes the bound.</summary>
    /// <exception cref="ArgumentException">A value is not finite, the deviation is negative, or the bounds are the wrong way round.</exception>
    public static SynapseValues Normal(
        double mean, double standardDeviation, double low = double.NegativeInfinity, double high = double.PositiveInfinity)
    {
        Finite(mean, nameof(mean));
        if (Finite(standardDeviation, nameof(standardDeviation)) < 0)
            throw new ArgumentException("The standard deviation is negative.", nameof(standardDeviation));
        if (!(low <= high))
            throw new ArgumentException(FormattableString.Invariant($"The bounds {low} and {high} are the wrong way round."), nameof(high));
        return new NormalValues(mean, standardDeviation, low, high);
    }

    /// <summary>A value for each synapse, by its place: the order in which the connectivity lists synapses.</summary>
    /// <param name="values">[places]; not copied.</param>
    public static SynapseValues Each(ReadOnlyMemory<double> values) => new EachValue(values);

    /// <summary>A value for each synapse, computed from its place: the order in which the connectivity lists synapses.</summary>
    /// <param name="value">Called more than once for a place, and must answer alike.</param>
    public static SynapseValues Each(Func<long, double> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new ComputedValues(value);
    }

    /// <summary>One value for all synapses.</summary>
    public static implicit operator SynapseValues(double value) => Constant(value);

    /// <summary>The value that all synapses have, if they do.</summary>
    internal virtual double? Shared => null;

    /// <summary>The least and greatest value a draw can have, where that is known without drawing.</summary>
    internal virtual (double Low, double High)? Bounds => Shared is { } value ? (value, value) : null;

    /// <summary>The value at a place.</summary>
    internal abstract double At(CounterRandom random, long place);

    private static double Finite(double value, string argument) =>
        double.IsFinite(value) ? value : throw new ArgumentException(FormattableString.Invariant($"{value} is not finite."), argument);

    private sealed class ConstantValues(double value) : SynapseValues
    {
        internal override double? Shared => value;

        internal override double At(CounterRandom random, long place) => value;
    }

    private sealed class UniformValues(double low, double high) : SynapseValues
    {
        internal override (double Low, double High)? Bounds => (low, high);

        internal override double At(CounterRandom random, long place) => low + ((high - low) * random.Uniform(place));
    }

    private sealed class NormalValues(double mean, double deviation, double low, double high) : SynapseValues
    {
        internal override double At(CounterRandom random, long place) => Math.Clamp(mean + (deviation * random.Normal(place)), low, high);
    }

    private sealed class EachValue(ReadOnlyMemory<double> values) : SynapseValues
    {
        internal override double At(CounterRandom random, long place) => place < values.Length
            ? values.Span[(int)place]
            : throw new ArgumentException($"{values.Length} values were given, but there is a synapse at place {place}.");
    }

    private sealed class ComputedValues(Func<long, double> value) : SynapseValues
    {
        internal override double At(CounterRandom random, long place) => value(place);
    }
}
