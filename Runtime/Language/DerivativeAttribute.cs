using System;

namespace NeuronDsl;

/// <summary>The time derivative of <paramref name="state"/>, as a C# expression.</summary>
/// <param name="state">The state's name: <c>nameof(V)</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DerivativeAttribute(string state) : Attribute
{
    /// <summary>The state's name.</summary>
    public string State { get; } = state;
}
