using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Passes;

/// <summary>
/// Writes exponentials of scaled arguments as powers of two: exp(x c + d) = 2^(x (c log2 e) + d log2 e), where c and d do not change within a run. A power
/// of two takes its argument apart exactly, in float without bounds: two operations in place of seven, in double three additions in place of three products. The argument is as precise as
/// before, rounded in other places; arguments that are not scaled anyway keep their exponential. So does, in double, an exponential that others are powers of:
/// its rounding counts as often as the exponent says. A positive factor that only this exponential has goes into the
/// argument: a exp(x) = 2^(x log2 e + log2 a).
/// </summary>
internal static class ChangeBase
{
    private static readonly double Log2E = 1 / Math.Log(2);

    public static StepProgram Apply(StepProgram program)
    {
        int[] uses = program.Uses.Count;
        HashSet<int> squared = [.. program.Operations.Where(o => o.Function == Functions.Multiply && o.Operands[0] == o.Operands[1]).Select(o => o.Operands[0].Index)];
        int at = -1;
        return program.RewriteAndPrune((b, operation, operands) =>
        {
            at++;
            if (operation.Rate != Rate.Step || (program.Precision == Precision.Double && squared.Contains(at))) return null;
            if (operation.Function == Functions.Exp && IsScaled(b, operands[0])) return b.Apply(Functions.Exp2, Scaled(b, operands[0]));
            if (operation.Function != Functions.Multiply) return null;
            return WithFactor(0, 1) ?? WithFactor(1, 0);

            Value? WithFactor(int power, int factor) =>
                b[operands[power]].Function == Functions.Exp2 && uses[operation.Operands[power].Index] == 1 && b[operands[factor]] is { IsConstant: true, Constant: > 0 and var a }
                    ? b.Apply(Functions.Exp2, Shifted(b, b[operands[power]].Operands[0], Math.Log(a) * Log2E))
                    : null;
        });
    }

    private static Value Shifted(ProgramBuilder b, Value x, double shift)
    {
        Operation operation = b[x];
        if (operation.Function == Functions.Add && !Varies(b, operation.Operands[1])) return b.Add(operation.Operands[0], b.Add(operation.Operands[1], b.Constant(shift)));
        if (operation.Function == Functions.Subtract && !Varies(b, operation.Operands[0])) return b.Subtract(b.Add(operation.Operands[0], b.Constant(shift)), operation.Operands[1]);
        return b.Add(x, b.Constant(shift));
    }

    private static bool IsScaled(ProgramBuilder b, Value x) =>
        b[x].Function == Functions.Multiply ? !Varies(b, b[x].Operands[0]) || !Varies(b, b[x].Operands[1])
        : b[x].Function == Functions.Negate ? IsScaled(b, b[x].Operands[0])
        : IsShifted(b, x);

    private static bool IsShifted(ProgramBuilder b, Value x) =>
        (b[x].Function == Functions.Add || b[x].Function == Functions.Subtract) && (!Varies(b, b[x].Operands[0]) || !Varies(b, b[x].Operands[1]));

    /// <summary>x log2 e, the factor gathered with those that do not change.</summary>
    private static Value Scaled(ProgramBuilder b, Value x)
    {
        Operation operation = b[x];
        Value factor = b.Constant(Log2E);
        if (operation.Function == Functions.Negate) return b.Apply(Functions.Negate, Scaled(b, operation.Operands[0]));
        if (IsShifted(b, x)) return b.Apply(operation.Function!, Scaled(b, operation.Operands[0]), Scaled(b, operation.Operands[1]));
        if (operation.Function != Functions.Multiply || !Varies(b, x)) return b.Multiply(x, factor);
        (Value varying, Value other) = Varies(b, operation.Operands[0]) ? (operation.Operands[0], operation.Operands[1]) : (operation.Operands[1], operation.Operands[0]);
        return Varies(b, other) ? b.Multiply(x, factor) : b.Multiply(varying, b.Multiply(other, factor));
    }

    private static bool Varies(ProgramBuilder b, Value value) => b.RateOf(value) == Rate.Step;
}
