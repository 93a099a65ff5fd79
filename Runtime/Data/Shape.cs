using System;
using System.Globalization;
using System.Linq;

namespace NeuronDsl.Data;

/// <summary>
/// The shape of one sample's features at one time step, without time and batch: 784 neurons, or 32x14x14 (channels, height, width).
/// The features lie in memory in this order, the last dimension contiguous.
/// </summary>
public sealed class Shape : IEquatable<Shape>
{
    private readonly int[] _lengths;

    /// <summary>A shape from the lengths of its dimensions.</summary>
    /// <exception cref="ArgumentException">No dimension, or a length below 1.</exception>
    public Shape(params ReadOnlySpan<int> lengths)
    {
        _lengths = lengths.ToArray();
        if (_lengths.Length == 0 || _lengths.Any(length => length < 1))
            throw new ArgumentException($"A shape has one or more lengths of at least 1, not ({string.Join(", ", _lengths)}).", nameof(lengths));
        Size = _lengths.Aggregate(1, (size, length) => checked(size * length));
    }

    /// <summary>Dimensions.</summary>
    public int Rank => _lengths.Length;

    /// <summary>Features: the product of the lengths.</summary>
    public int Size { get; }

    /// <summary>The length of one dimension.</summary>
    public int this[int dimension] => _lengths[dimension];

    /// <summary>A flat shape.</summary>
    public static implicit operator Shape(int features) => new(features);

    /// <summary>Whether a layer declared for this shape takes the other: the same lengths, or this one is flat and of the same size.</summary>
    public bool Accepts(Shape other) => Equals(other) || (Rank == 1 && Size == other.Size);

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && _lengths.AsSpan().SequenceEqual(other._lengths);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => _lengths.Aggregate(_lengths.Length, HashCode.Combine);

    /// <summary>The lengths: <c>32x14x14</c>.</summary>
    public override string ToString() => string.Join('x', _lengths.Select(length => length.ToString(CultureInfo.InvariantCulture)));
}
