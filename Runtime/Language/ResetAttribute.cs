using System;

namespace NeuronDsl;

/// <summary>What a spike does to the states: a method of assignments (<c>=</c> clamps during refractoriness, <c>+=</c> does not) and conditions.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ResetAttribute : Attribute
{
    /// <summary>Whether the backward pass takes the spike inside the reset as a constant. What the reset assigns is still differentiated.</summary>
    public bool Detach { get; set; }
}
