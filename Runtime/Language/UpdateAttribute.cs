using System;

namespace NeuronDsl;

/// <summary>The next value of <paramref name="state"/>, one step of a map in discrete time. All updates read the old states.</summary>
/// <param name="state">The state's name: <c>nameof(v)</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UpdateAttribute(string state) : Attribute
{
    /// <summary>The state's name.</summary>
    public string State { get; } = state;
}
