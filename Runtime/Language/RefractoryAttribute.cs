using System;

namespace NeuronDsl;

/// <summary>
/// The refractory period, a parameter in the unit of dt: the spike's own step counts, so that the states which the reset assigns are
/// held for the next round(t / dt) - 1 steps, cannot spike in them, and drop what arrives at them and at the start of the step after: Brian2's rule.
/// </summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class RefractoryAttribute : Attribute;
