using System.Numerics;

namespace NeuronDsl.Training;

/// <summary>How neurons that leave eligibility traces are made.</summary>
/// <param name="Size">Neurons.</param>
/// <param name="Dt">The time step, in the neuron's unit of time.</param>
/// <param name="Solver">The solver; None for the first that the neuron declares.</param>
/// <param name="RefractorySlope">What stands for the spike's derivative while a neuron is refractory.</param>
/// <typeparam name="T">float or double.</typeparam>
public sealed record EligibilityOptions<T>(int Size, T Dt, Solver Solver, T RefractorySlope)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>What an emitted kernel keeps and hands over, in rows.</summary>
/// <param name="StepUniforms">Values that parameters and dt decide, for the step.</param>
/// <param name="TraceUniforms">The same for the traces of presynaptic neurons: neurons must share them.</param>
/// <param name="SynapseUniforms">The same for the traces of synapses.</param>
/// <param name="TransposedUniforms">The same for their recursion transposed.</param>
/// <param name="Coefficients">What a postsynaptic neuron hands to its synapses in each step.</param>
/// <param name="Traces">What a presynaptic neuron hands to its synapses in each step.</param>
/// <param name="CarriedTraces">What a presynaptic neuron carries from step to step.</param>
/// <param name="SynapseTraces">What each synapse carries from step to step.</param>
public readonly record struct EligibilityCounts(
    int StepUniforms, int TraceUniforms, int SynapseUniforms, int TransposedUniforms, int Coefficients, int Traces, int CarriedTraces, int SynapseTraces)
{
    /// <summary>Values that parameters and dt decide, in all.</summary>
    public int Uniforms => StepUniforms + TraceUniforms + SynapseUniforms + TransposedUniforms;
}
