using System;

// Compiled into the generator as well, under a name of its own: tests see both.
#if NEURONDSL_GENERATOR
namespace NeuronDsl.Generator;
#else
namespace NeuronDsl;
#endif

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

    /// <summary>Eligibility traces, for learning online: the step with the recursion of its derivatives by synapse.</summary>
    Eligibility = 8,

    /// <summary>Fixed-point programs for processors without floating point: see <c>[Fixed]</c>, which asks for it too.</summary>
    Microcode = 16,
}
