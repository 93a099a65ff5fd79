using System;

namespace NeuronDsl.Generator.FixedPoint;

/// <summary>Something that has no fixed-point form.</summary>
internal sealed class NotInFixedPointException(string what, string? equation) : Exception(what)
{
    /// <summary>The equation it is in.</summary>
    public string? Equation { get; } = equation;
}
