using System;

namespace NeuronDsl;

/// <summary>An initial value that depends on parameters or on states declared before; overrides the field initialiser of <paramref name="state"/>.</summary>
/// <param name="state">The state's name: <c>nameof(u)</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InitialAttribute(string state) : Attribute
{
    /// <summary>The state's name.</summary>
    public string State { get; } = state;
}
