using System;

namespace NeuronDsl;

/// <summary>The argument of the surrogate, where the spike condition is not one comparison: positive when the neuron fires.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MarginAttribute : Attribute;
