using System;

namespace NeuronDsl;

/// <summary>
/// The physical unit of a member, such as <c>"mV"</c>, <c>"uA/cm^2"</c>, <c>"1/ms"</c>, or <c>"1"</c> for a pure number. The build checks that equations
/// agree with the units they declare; a literal, and a member that declares none, takes whatever fits. On the class it is the unit of time and of
/// the time step: ms where it is left out.
/// </summary>
/// <param name="unit">The unit's text.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Field | AttributeTargets.Property)]
public sealed class UnitAttribute(string unit) : Attribute
{
    /// <summary>The unit's text.</summary>
    public string Unit { get; } = unit;
}
