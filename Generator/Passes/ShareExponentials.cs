using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes.Elementary;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Passes;

/// <summary>
/// Computes one exponential where several are powers of it: exp(-V/80) serves -V/40, -V/20 and -V/10 by squaring, whatever is added to the
/// arguments. Ion channels are full of such rates. Logistic functions, linear-exponential rates, x / (1 - exp(-x)), and steady states 1 + tanh(x) =
/// 2 / (1 + exp(-2 x)) are first written over plain exponentials, so that they take part; so is a hyperbolic cosine that has an exponential to share.
/// </summary>
internal static class ShareExponentials
{
    // An exponential costs about as much as this many multiplications, and each power loses as many roundings as its exponent.
    private const int LargestPower = 16;

    // x/2 coth(x/2) = 1 + z p(z), z = x^2, within 0.5 (float) and 0.25 (double) of 0.
    private static readonly ByPrecision<double[]> Series = new(
        [0.08333241, -0.0013772707],
        [0.08333333333331037, -0.0013888888853704668, 3.306861461300636e-05, -8.235309559664769e-07]);

    public static StepProgram Apply(StepProgram program)
    {
        int[] uses = program.Uses.Count;
        StepProgram plain = program.RewriteAndPrune((b, operation, operands) => ToExponentials(b, operation, operands) ?? TangentInSum(b, operation, operands, uses));
        plain = ShareCosines(plain);
        Dictionary<int, Power> powers = Plan(plain);
        int at = 0;
        return plain.RewriteAndPrune((b, operation, operands) =>
        {
            int index = at++;
            if (!powers.TryGetValue(index, out Power? power)) return null;
            Value root = b.Apply(Functions.Exp, power.Argument(b, operands[0]));
            return b.Multiply(b.Power(root, power.Exponent), b.Constant(power.Factor));
        });
    }

    private static Value? ToExponentials(ProgramBuilder b, Operation operation, Value[] operands)
    {
        if (operation.Function == Functions.Sigmoid)
        {
            Value one = b.Constant(1);
            return b.Divide(one, b.Add(one, b.Apply(Functions.Exp, b.Apply(Functions.Negate, operands[0]))));
        }

        // a / ExpRel(z) = a x / (1 - exp(-x)) with x = -z.
        if (operation.Function != Functions.Divide || b[operands[1]].Function != Functions.ExpRel) return null;
        Value x = b.Apply(Functions.Negate, b[operands[1]].Operands[0]);
        return b[operands[0]] is { IsConstant: true, Constant: not 0 and var a } ? LinearExponential(b, x, a) : b.Multiply(LinearExponential(b, x, 1), operands[0]);
    }

    /// <summary>c + tanh(x) = (c - 1) + 2 / (1 + exp(-2 x)) and c - tanh(x), from c = 1 on: there the tangent's own last digits do not count.</summary>
    private static Value? TangentInSum(ProgramBuilder b, Operation operation, Value[] operands, int[] uses)
    {
        bool difference = operation.Function == Functions.Subtract;
        if (operation.Function != Functions.Add && !difference) return null;
        int tangent = b[operands[1]].Function == Functions.Tanh ? 1 : 0;
        bool isAlone = b[operands[tangent]].Function == Functions.Tanh && uses[operation.Operands[tangent].Index] == 1;
        if (!isAlone || (difference && tangent == 0) || b[operands[1 - tangent]] is not { IsConstant: true, Constant: >= 1 and var c }) return null;
        Value exponential = b.Apply(Functions.Exp, b.Multiply(b[operands[tangent]].Operands[0], b.Constant(difference ? 2 : -2)));
        Value quotient = b.Divide(b.Constant(2), b.Add(b.Constant(1), exponential));
        return c == 1 ? quotient : b.Add(b.Constant(c - 1), quotient);
    }

    /// <summary>cosh(x) = (exp(x) + 1 / exp(x)) / 2 where exp(x) or its inverse is a power of an exponential that is there, or that one a power of it.</summary>
    private static StepProgram ShareCosines(StepProgram program)
    {
        if (!program.Operations.Any(o => o.Function == Functions.Cosh)) return program;
        List<Affine> others = [.. program.Operations.Where(o => o.Function == Functions.Exp).Select(o => Affine.Of(program, o.Operands[0]))];
        return program.RewriteAndPrune((b, operation, operands) =>
        {
            if (operation.Function != Functions.Cosh) return null;
            Affine own = Affine.Of(program, operation.Operands[0]);
            if (own.Slope == 0 || others.FirstOrDefault(o => o.Base == own.Base && IsMultiple(o.Slope / own.Slope)) is not { } other) return null;
            Value exponential = b.Apply(Functions.Exp, other.Slope / own.Slope > 0 ? operands[0] : b.Apply(Functions.Negate, operands[0]));
            return b.Add(b.Multiply(exponential, b.Constant(0.5)), b.Divide(b.Constant(0.5), exponential));
        });
    }

    private static bool IsMultiple(double ratio) => Exponent(Math.Abs(ratio)) is not null || Exponent(1 / Math.Abs(ratio)) is not null;

    /// <summary>The whole number that a ratio of slopes is, as far as an exponential is worth sharing; else null.</summary>
    private static int? Exponent(double ratio) =>
        Math.Round(ratio) is >= 1 and <= LargestPower and var whole && Math.Abs(ratio - whole) <= 1e-6 * whole ? (int)whole : null;

    /// <summary>
    /// a x / (1 - exp(-x)) = x / (1/a - exp(-x)/a), by its series where the difference would cancel: there the first terms of x/2 coth(x/2) + x/2 leave an error
    /// below the rounding of the rest.
    /// </summary>
    private static Value LinearExponential(ProgramBuilder b, Value x, double a)
    {
        bool single = b.Precision == Precision.Single;
        double near = single ? 0.5 : 0.25;
        double[] c = Series[b.Precision];
        Value square = b.Multiply(x, x), series = b.Constant(a * c[c.Length - 1]);
        for (int i = c.Length - 2; i >= 0; i--) series = b.Add(b.Multiply(series, square), b.Constant(a * c[i]));
        series = b.Add(b.Add(b.Multiply(series, square), b.Multiply(x, b.Constant(0.5 * a))), b.Constant(a));
        Value exponential = b.Multiply(b.Apply(Functions.Exp, b.Apply(Functions.Negate, x)), b.Constant(1 / a));
        Value quotient = b.Divide(x, b.Subtract(b.Constant(1 / a), exponential));

        // The float's range is wide, and its series short: it is computed along, rather than guessed whether some neuron needs it.
        return single
            ? b.Choose(b.Apply(Functions.Less, square, b.Constant(near * near)), series, quotient)
            : b.Apply(Functions.SelectRarely, b.Apply(Functions.Less, b.Apply(Functions.Abs, x), b.Constant(near)), series, quotient);
    }

    /// <summary>Finds, for each exponential of the program, the one it is a power of.</summary>
    private static Dictionary<int, Power> Plan(StepProgram program)
    {
        Dictionary<int, Power> plan = [];
        var arguments = program.Operations
            .Select((operation, index) => (operation, index))
            .Where(o => o.operation.Function == Functions.Exp)
            .Select(o => (o.index, Affine: Affine.Of(program, o.operation.Operands[0])))
            .Where(o => o.Affine.Slope != 0);
        foreach (var group in arguments.GroupBy(o => (o.Affine.Base, o.Affine.Slope > 0)))
        {
            List<Affine> roots = [];
            foreach ((int index, Affine affine) in group.OrderBy(o => Math.Abs(o.Affine.Slope)).ThenBy(o => o.index))
            {
                Power? power = roots.Select(root => Power.Of(affine, root)).FirstOrDefault(p => p is not null);
                if (power is null) roots.Add(affine);
                plan[index] = power ?? new Power(affine, 1, 1);
            }
        }

        return plan;
    }

    /// <summary>slope * base + offset, with a slope and an offset known when compiling.</summary>
    private sealed record Affine(Value Base, double Slope, double Offset)
    {
        public static Affine Of(StepProgram program, Value value)
        {
            Operation operation = program[value];
            double? ConstantAt(int i) => program[operation.Operands[i]] is { IsConstant: true } c ? c.Constant : null;
            Affine Inner(int i) => Of(program, operation.Operands[i]);
            if (operation.Function == Functions.Negate) return Inner(0).Times(-1);
            if (operation.Function == Functions.Add && ConstantAt(1) is { } right) return Inner(0).Plus(right);
            if (operation.Function == Functions.Add && ConstantAt(0) is { } left) return Inner(1).Plus(left);
            if (operation.Function == Functions.Subtract && ConstantAt(1) is { } subtrahend) return Inner(0).Plus(-subtrahend);
            if (operation.Function == Functions.Subtract && ConstantAt(0) is { } minuend) return Inner(1).Times(-1).Plus(minuend);
            if (operation.Function == Functions.Multiply && ConstantAt(1) is { } factor) return Inner(0).Times(factor);
            if (operation.Function == Functions.Multiply && ConstantAt(0) is { } scale) return Inner(1).Times(scale);
            return new Affine(value, 1, 0);
        }

        private Affine Plus(double offset) => this with { Offset = Offset + offset };

        private Affine Times(double factor) => this with { Slope = Slope * factor, Offset = Offset * factor };
    }

    /// <summary>factor * exp(root)^exponent.</summary>
    private sealed record Power(Affine Root, int Exponent, double Factor)
    {
        public static Power? Of(Affine affine, Affine root)
        {
            if (ShareExponentials.Exponent(affine.Slope / root.Slope) is not { } exponent) return null;

            // A factor beyond float's range would make 0 or infinity of what is neither.
            double shift = affine.Offset - (exponent * root.Offset);
            return Math.Abs(shift) < 60 ? new Power(root, exponent, Math.Exp(shift)) : null;
        }

        /// <summary>The root's argument, rebuilt from the base: rebuilt alike for all its powers, it is the same value.</summary>
        public Value Argument(ProgramBuilder b, Value argument)
        {
            Value x = BaseOf(b, argument);
            return b.Add(b.Multiply(x, b.Constant(Root.Slope)), b.Constant(Root.Offset));
        }

        // The rewritten program's own base: the same descent as Affine's, over what was built.
        private static Value BaseOf(ProgramBuilder b, Value value)
        {
            Operation operation = b[value];
            if (operation.Function == Functions.Negate) return BaseOf(b, operation.Operands[0]);
            bool affine = operation.Function == Functions.Add || operation.Function == Functions.Subtract || operation.Function == Functions.Multiply;
            if (affine && b[operation.Operands[1]].IsConstant) return BaseOf(b, operation.Operands[0]);
            return affine && b[operation.Operands[0]].IsConstant ? BaseOf(b, operation.Operands[1]) : value;
        }
    }
}
