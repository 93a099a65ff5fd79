using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Passes;

/// <summary>
/// Contracts a product and the one sum it goes into to a fused multiply-add: one operation and one rounding less. Signs go into
/// the instruction, or into a constant, where they vanish. Of a sum of two products the
/// left one is contracted. Runs last: no other pass looks for sums in fused operations.
/// </summary>
internal static class Contract
{
    public static StepProgram Apply(StepProgram program)
    {
        int[] uses = program.Uses.Count;
        return program.RewriteAndPrune((builder, operation, operands) =>
        {
            bool subtract = operation.Function == Functions.Subtract;
            if (!subtract && operation.Function != Functions.Add) return null;
            bool OnlyHere(int i) => IsOnlyUse(program, uses, operation.Operands[i]);
            if (OnlyHere(0) && IsProduct(builder, operands[0], out Value a, out Value b, out bool negative))
            {
                return Fuse(builder, a, b, negative, subtract ? builder.Apply(Functions.Negate, operands[1]) : operands[1]);
            }

            return OnlyHere(1) && IsProduct(builder, operands[1], out a, out b, out negative)
                ? Fuse(builder, a, b, negative != subtract, operands[0])
                : null;
        });
    }

    /// <summary>Whether nothing else needs the value, nor the product below its sign.</summary>
    private static bool IsOnlyUse(StepProgram program, int[] uses, Value value) =>
        uses[value.Index] == 1 && (program[value].Function != Functions.Negate || uses[program[value].Operands[0].Index] == 1);

    /// <summary>a b or -(a b).</summary>
    private static bool IsProduct(ProgramBuilder builder, Value value, out Value a, out Value b, out bool negative)
    {
        negative = builder[value].Function == Functions.Negate;
        Operation operation = negative ? builder[builder[value].Operands[0]] : builder[value];
        bool product = operation.Function == Functions.Multiply;
        (a, b) = product ? (operation.Operands[0], operation.Operands[1]) : (value, value);
        return product;
    }

    private static Value Fuse(ProgramBuilder builder, Value a, Value b, bool negative, Value c)
    {
        // A sign goes into a constant, or else into the instruction.
        if (negative && builder[b].IsConstant) (b, negative) = (builder.Apply(Functions.Negate, b), false);
        if (negative) return builder.Apply(Functions.FusedNegatedMultiplyAdd, a, b, c);
        return builder[c].Function == Functions.Negate
            ? builder.Apply(Functions.FusedMultiplySubtract, a, b, builder[c].Operands[0])
            : builder.Apply(Functions.FusedMultiplyAdd, a, b, c);
    }
}
