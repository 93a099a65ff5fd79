using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Ranges;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.FixedPoint;

/// <summary>
/// Replaces what depends smoothly on one value, and is more than a polynomial of it, by one function as a whole: a rate of a channel, with its
/// exponentials and quotients and the constants around them, becomes one table.
/// </summary>
internal static class Tabulate
{
    private static readonly HashSet<Function> Polynomial = [Functions.Add, Functions.Subtract, Functions.Multiply, Functions.Negate];

    private static readonly HashSet<Function> Smooth =
    [
        .. Polynomial, Functions.Divide, Functions.Sqrt, Functions.Cbrt, Functions.Exp, Functions.Log, Functions.Pow, Functions.Sin, Functions.Cos,
        Functions.Tan, Functions.Sinh, Functions.Cosh, Functions.Tanh, Functions.Atan, Functions.Sigmoid,
    ];

    public static StepProgram Apply(StepProgram program)
    {
        // A quotient is a product with a reciprocal, which is a function of one value, whatever it is.
        program = program.Rewrite((b, operation, operands) =>
            operation.Function == Functions.Divide && !b[operands[0]].IsConstant ? b.Multiply(operands[0], b.Divide(b.Constant(1), operands[1])) : null);
        int n = program.Operations.Length;
        int[] source = new int[n];
        bool[] curved = new bool[n], inner = new bool[n];
        for (int i = 0; i < n; i++)
        {
            Operation operation = program.Operations[i];
            int[] sources = [.. operation.Operands.Select(o => source[o.Index]).Where(s => s >= 0).Distinct()];
            bool smooth = operation.Function is { } f && (Smooth.Contains(f) || Functions.IsPhi(f, out _));
            source[i] = operation.IsConstant ? -1 : smooth && sources.Length == 1 && !IsMixed(operation) ? sources[0] : i;
            curved[i] = source[i] != i && (operation.Operands.Any(o => curved[o.Index] && source[o.Index] == source[i]) || (operation.Function is { } g && !Polynomial.Contains(g)));
        }

        // A polynomial beside a curve is written as it is: the curve alone may be flat where the sum is not.
        bool IsMixed(Operation sum) =>
            (sum.Function == Functions.Add || sum.Function == Functions.Subtract) && sum.Operands.All(o => source[o.Index] >= 0) && sum.Operands.Select(o => curved[o.Index]).Distinct().Count() == 2;

        // What goes into another function of the same value is part of that one.
        bool[] needed = new bool[n];
        foreach (Result result in program.Results) needed[result.Value.Index] = true;
        for (int i = 0; i < n; i++)
        {
            foreach (Value operand in program.Operations[i].Operands)
            {
                if (!curved[i] || source[i] != source[operand.Index]) needed[operand.Index] = true;
            }
        }

        Dictionary<Expression, Tabulation> tables = [];
        int index = -1;
        Value[] map = new Value[n];
        return program.RewriteAndPrune((b, operation, operands) =>
        {
            int i = ++index;
            Value value = curved[i] && needed[i] ? b.Apply(Function(i), map[source[i]]) : b.Copy(operation, operands);
            return map[i] = value;
        });

        Function Function(int i)
        {
            Expression value = Value(new Value(i), source[i], []);
            if (!tables.TryGetValue(value, out Tabulation? table)) tables[value] = table = Tabulation.Of(Infix.Text(value), value);
            return table.Function;
        }

        Expression Value(Value of, int from, Dictionary<Value, Expression> done)
        {
            if (of.Index == from) return Tabulation.Argument;
            if (done.TryGetValue(of, out Expression? known)) return known;
            Operation operation = program[of];
            return done[of] = operation.Function is null
                ? new Constant(operation.Constant, operation.Type)
                : Algebra.Apply(operation.Function, [.. operation.Operands.Select(o => Value(o, from, done))]);
        }
    }
}
