using System;

namespace NeuronDsl;

/// <summary>What is emitted for a neuron beside its scalar <c>Step</c>.</summary>
[Flags]
public enum Target
{
    /// <summary>Only the scalar neuron.</summary>
    None = 0,

    /// <summary>A <c>Population</c>: many neurons in structure-of-arrays form, stepped by vector instructions.</summary>
    Simulation = 1,

    /// <summary>A trainable layer: the multi-step forward pass and its adjoint.</summary>
    Training = 2,
}
