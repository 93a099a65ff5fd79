using System;

namespace NeuronDsl;

/// <summary>Declared bounds of a member, in its own unit.</summary>
/// <param name="low">The least value.</param>
/// <param name="high">The greatest value.</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class RangeAttribute(double low, double high) : Attribute
{
    /// <summary>The least value.</summary>
    public double Low { get; } = low;

    /// <summary>The greatest value.</summary>
    public double High { get; } = high;
}
