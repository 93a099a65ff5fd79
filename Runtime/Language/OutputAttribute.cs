using System;

namespace NeuronDsl;

/// <summary>What the neuron sends: a property read on the new state, before the reset. Without one, the spike itself is sent.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OutputAttribute : Attribute;
