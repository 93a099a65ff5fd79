using System;
using System.Numerics;

namespace NeuronDsl.Simulation;

/// <summary>The value of a parameter in a population: one for all neurons, or one for each.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct ParameterValues<T> : IEquatable<ParameterValues<T>>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T _shared;
    private readonly T[]? _each;

    /// <summary>One value for all neurons.</summary>
    public ParameterValues(T shared) => _shared = shared;

    /// <summary>One value for each neuron.</summary>
    /// <param name="each">[neurons]; not copied.</param>
    /// <exception cref="ArgumentNullException">The array is null.</exception>
    public ParameterValues(T[] each)
    {
        ArgumentNullException.ThrowIfNull(each);
        _each = each;
    }

    /// <summary>Whether all neurons have the same value.</summary>
    public bool IsShared => _each is null;

    /// <summary>The values, one if shared, else [neurons].</summary>
    public ReadOnlySpan<T> Values => _each ?? new ReadOnlySpan<T>(in _shared).ToArray();

    /// <summary>The value of one neuron.</summary>
    public T this[int neuron] => _each is null ? _shared : _each[neuron];

    /// <summary>One value for all neurons.</summary>
    public static implicit operator ParameterValues<T>(T shared) => new(shared);

    /// <summary>One value for each neuron.</summary>
    public static implicit operator ParameterValues<T>(T[] each) => new(each);

    /// <inheritdoc/>
    public bool Equals(ParameterValues<T> other) =>
        IsShared == other.IsShared && (_each is null ? _shared.Equals(other._shared) : _each.AsSpan().SequenceEqual(other._each));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ParameterValues<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _each is null ? _shared.GetHashCode() : _each.Length;

    /// <summary>Whether both are the same values.</summary>
    public static bool operator ==(ParameterValues<T> left, ParameterValues<T> right) => left.Equals(right);

    /// <summary>Whether the values differ.</summary>
    public static bool operator !=(ParameterValues<T> left, ParameterValues<T> right) => !left.Equals(right);

    /// <summary>The shared value, or how many there are.</summary>
    public override string ToString() => _each is null ? FormattableString.Invariant($"{_shared}") : $"one for each of {_each.Length} neurons";
}
