using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Passes;

/// <summary>Once gradients are taken, a spike is its condition and a detached value the value itself.</summary>
internal static class EraseSurrogates
{
    public static StepProgram Apply(StepProgram program) => program.RewriteAndPrune((_, operation, operands) =>
        operation.Function == Functions.Spike || operation.Function == Functions.Detach ? operands[0] : null);
}
