using System;

namespace NeuronDsl;

/// <summary>The physical unit of a member, such as <c>"mV"</c>, <c>"uA/cm^2"</c> or <c>"1/ms"</c>.</summary>
/// <param name="unit">The unit's text.</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class UnitAttribute(string unit) : Attribute
{
    /// <summary>The unit's text.</summary>
    public string Unit { get; } = unit;
}
