using System;

namespace NeuronDsl;

/// <summary>A parameter: constant within a run, one value for a population or one per neuron.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class ParameterAttribute : Attribute
{
    /// <summary>Whether training may change it: the adjoint then accumulates its gradient.</summary>
    public bool Learnable { get; set; }
}
