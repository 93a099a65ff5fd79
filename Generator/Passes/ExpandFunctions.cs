using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Passes.Elementary;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Passes;

/// <summary>
/// Replaces calls of elementary functions by straight-line arithmetic that every vector unit has, one lowering per function in
/// <c>Elementary/</c>. All widths and the scalar tail then agree bit for bit, since each operation left is exact to its definition.
/// The errors that lowerings state are the largest found over a million arguments of all magnitudes, rounded up; an ulp is the spacing
/// of values at the true result. For the body of a step: what is computed once keeps its calls. Runs after every pass that reassociates, because the lowerings count on
/// their order of operations.
/// </summary>
internal static class ExpandFunctions
{
    private static readonly Dictionary<Function, Func<Term[], Term>> Lowerings = new()
    {
        [Functions.Exp] = a => Exponential.Exp(a[0]),
        [Functions.Exp2] = a => Exponential.Exp2(a[0]),
        [Functions.Log] = a => Logarithm.Log(a[0]),
        [Functions.Pow] = a => Power.Pow(a[0], a[1]),
        [Functions.Cbrt] = a => CubeRoot.Cbrt(a[0]),
        [Functions.Sin] = a => Trigonometric.Sin(a[0]),
        [Functions.Cos] = a => Trigonometric.Cos(a[0]),
        [Functions.Tan] = a => Trigonometric.Tan(a[0]),
        [Functions.Atan] = a => Arctangent.Atan(a[0]),
        [Functions.Sinh] = a => Hyperbolic.Sinh(a[0]),
        [Functions.Cosh] = a => Hyperbolic.Cosh(a[0]),
        [Functions.Tanh] = a => Hyperbolic.Tanh(a[0]),
        [Functions.Sigmoid] = a => Activations.Sigmoid(a[0]),
        [Functions.Relu] = a => Activations.Relu(a[0]),
        [Functions.Heaviside] = a => Activations.Heaviside(a[0]),
    };

    public static StepProgram Apply(StepProgram program) => program.RewriteAndPrune(Rewrite);

    private static Value? Rewrite(ProgramBuilder builder, Operation operation, Value[] operands)
    {
        if (operation.Function is not { } function) return null;
        if (Lowerings.TryGetValue(function, out Func<Term[], Term>? lower)) return lower([.. operands.Select(o => new Term(builder, o))]).Value;
        return Functions.IsPhi(function, out int k) ? ExponentialIntegrals.Phi(k, new Term(builder, operands[0])).Value : null;
    }
}
