using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Passes;

/// <summary>
/// Moves work out of the loop by reassociating products: a division by a value that is constant over the run becomes a multiplication by
/// its reciprocal, and the constant factors of a product or a quotient are gathered into one. Each costs at most a rounding more than the text's order.
/// </summary>
internal static class ReduceStrength
{
    public static StepProgram Apply(StepProgram program) => program.RewriteAndPrune(Rewrite);

    private static Value? Rewrite(ProgramBuilder b, Operation operation, Value[] operands)
    {
        if (operation.Function == Functions.Divide && Varies(b, operands[0]) && !Varies(b, operands[1]))
        {
            return Product(b, operands[0], b.Divide(b.Constant(1), operands[1]));
        }

        return operation.Function == Functions.Multiply ? Product(b, operands[0], operands[1]) : null;
    }

    /// <summary>x u with u gathered: (x v) u = x (v u), where u and v are constant over the run.</summary>
    private static Value Product(ProgramBuilder b, Value x, Value u)
    {
        if (!Varies(b, x)) (x, u) = (u, x);
        if (!Varies(b, x) || Varies(b, u)) return b.Multiply(x, u);
        if (b[x].Function == Functions.Negate) return Product(b, b[x].Operands[0], b.Apply(Functions.Negate, u));
        if (b[x].Function == Functions.Divide && !Varies(b, b[x].Operands[0])) return b.Divide(b.Multiply(b[x].Operands[0], u), b[x].Operands[1]);
        if (b[x].Function == Functions.Multiply && !Varies(b, b[x].Operands[1])) return b.Multiply(b[x].Operands[0], Gathered(b, b[x].Operands[1], u));
        return b.Multiply(x, u);
    }

    // (1 / d) u is u / d, which rounds once.
    private static Value Gathered(ProgramBuilder b, Value v, Value u) =>
        IsReciprocal(b, v) ? b.Divide(u, b[v].Operands[1]) : IsReciprocal(b, u) ? b.Divide(v, b[u].Operands[1]) : b.Multiply(v, u);

    private static bool IsReciprocal(ProgramBuilder b, Value value) => b[value].Function == Functions.Divide && b[b[value].Operands[0]] is { IsConstant: true, Constant: 1 };

    private static bool Varies(ProgramBuilder b, Value value) => b.RateOf(value) == Rate.Step;
}
