using System;
using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Interchange;

/// <summary>Numbers with a shape, as a file holds them; none of the lengths for one number alone.</summary>
/// <param name="Shape">The lengths, the slowest first.</param>
/// <param name="Values">The numbers, the last index fastest.</param>
public sealed record NirArray(IReadOnlyList<int> Shape, IReadOnlyList<double> Values)
{
    /// <summary>Numbers in a row.</summary>
    public static NirArray Of(params IReadOnlyList<double> values) => new([values.Count], values);

    /// <summary>One number alone.</summary>
    public static NirArray Scalar(double value) => new([], [value]);

    /// <summary>The lengths as people write them: <c>[3, 2]</c>.</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";

    /// <summary>Whether shape and numbers are the same.</summary>
    public bool Equals(NirArray? other) => other is not null && Shape.SequenceEqual(other.Shape) && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Shape.Count, Values.Count, Values.Count > 0 ? Values[0] : 0);
}
