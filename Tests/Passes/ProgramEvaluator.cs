using System;
using System.Numerics;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Tests.Passes;

/// <summary>
/// Runs a program on arrays, each operation rounded to <typeparamref name="T"/>: the plainest statement of what every printed form must
/// compute, to the bit. Truth values are 1 and 0. An operation that printers do not print is an error.
/// </summary>
internal static class ProgramEvaluator
{
    private const int Block = 512;

    /// <summary>The program's first result for each element of the inputs, which stand in the order of the program's loads.</summary>
    public static T[] Run<T>(StepProgram program, params T[][] inputs)
        where T : IBinaryFloatingPointIeee754<T>
    {
        T[] result = new T[inputs[0].Length];
        T[][] values = new T[program.Operations.Length][];
        for (int i = 0; i < values.Length; i++) values[i] = new T[Block];
        for (int start = 0; start < result.Length; start += Block)
        {
            int count = Math.Min(Block, result.Length - start), loads = 0;
            for (int i = 0; i < values.Length; i++)
            {
                Operation operation = program.Operations[i];
                Span<T> y = values[i].AsSpan(0, count);
                if (operation.Symbol is not null) inputs[loads++].AsSpan(start, count).CopyTo(y);
                else if (operation.IsConstant) y.Fill(T.CreateTruncating(operation.Constant));
                else
                {
                    T[] Operand(int k) => values[operation.Operands[k].Index];
                    int last = operation.Operands.Length - 1;
                    Apply(operation.Function!, y, Operand(0), Operand(last), Operand((last + 1) / 2));
                }
            }

            values[program.Results[0].Value.Index].AsSpan(0, count).CopyTo(result.AsSpan(start));
        }

        return result;
    }

    // Of three operands a is the first, m the middle and b the last; of two a and b.
    private static void Apply<T>(Function f, Span<T> y, T[] a, T[] b, T[] m)
        where T : IBinaryFloatingPointIeee754<T>
    {
        T Truth(bool value) => value ? T.One : T.Zero;

        if (f == Functions.Add) for (int i = 0; i < y.Length; i++) y[i] = a[i] + b[i];
        else if (f == Functions.Subtract) for (int i = 0; i < y.Length; i++) y[i] = a[i] - b[i];
        else if (f == Functions.Multiply) for (int i = 0; i < y.Length; i++) y[i] = a[i] * b[i];
        else if (f == Functions.Divide) for (int i = 0; i < y.Length; i++) y[i] = a[i] / b[i];
        else if (f == Functions.Negate) for (int i = 0; i < y.Length; i++) y[i] = -a[i];
        else if (f == Functions.FusedMultiplyAdd) for (int i = 0; i < y.Length; i++) y[i] = T.FusedMultiplyAdd(a[i], m[i], b[i]);
        else if (f == Functions.FusedNegatedMultiplyAdd) for (int i = 0; i < y.Length; i++) y[i] = T.FusedMultiplyAdd(-a[i], m[i], b[i]);
        else if (f == Functions.FusedMultiplySubtract) for (int i = 0; i < y.Length; i++) y[i] = T.FusedMultiplyAdd(a[i], m[i], -b[i]);
        else if (f == Functions.AtMost) for (int i = 0; i < y.Length; i++) y[i] = a[i] > b[i] ? b[i] : a[i];
        else if (f == Functions.AtLeast) for (int i = 0; i < y.Length; i++) y[i] = a[i] < b[i] ? b[i] : a[i];
        else if (f == Functions.SelectRarely) for (int i = 0; i < y.Length; i++) y[i] = a[i] != T.Zero ? m[i] : b[i];
        else if (f == Functions.Abs) for (int i = 0; i < y.Length; i++) y[i] = T.Abs(a[i]);
        else if (f == Functions.Sqrt) for (int i = 0; i < y.Length; i++) y[i] = T.Sqrt(a[i]);
        else if (f == Functions.Min) for (int i = 0; i < y.Length; i++) y[i] = T.Min(a[i], b[i]);
        else if (f == Functions.Max) for (int i = 0; i < y.Length; i++) y[i] = T.Max(a[i], b[i]);
        else if (f == Functions.Round) for (int i = 0; i < y.Length; i++) y[i] = T.Round(a[i], MidpointRounding.ToEven);
        else if (f == Functions.Fraction) for (int i = 0; i < y.Length; i++) y[i] = T.IsInfinity(a[i]) ? T.Zero : a[i] - T.Round(a[i], MidpointRounding.ToEven);
        else if (f == Functions.Scale) for (int i = 0; i < y.Length; i++) y[i] = T.ScaleB(a[i], int.CreateSaturating(T.Floor(b[i])));
        else if (f == Functions.RootOfTwo) for (int i = 0; i < y.Length; i++) y[i] = T.CreateChecked(Math.Pow(2, (BitConverter.DoubleToInt64Bits(double.CreateChecked(a[i])) & 15) / 16.0));
        else if (f == Functions.Exponent) for (int i = 0; i < y.Length; i++) y[i] = Split(a[i]).Exponent;
        else if (f == Functions.Mantissa) for (int i = 0; i < y.Length; i++) y[i] = Split(a[i]).Mantissa;
        else if (f == Functions.Less) for (int i = 0; i < y.Length; i++) y[i] = Truth(a[i] < b[i]);
        else if (f == Functions.LessOrEqual) for (int i = 0; i < y.Length; i++) y[i] = Truth(a[i] <= b[i]);
        else if (f == Functions.Greater) for (int i = 0; i < y.Length; i++) y[i] = Truth(a[i] > b[i]);
        else if (f == Functions.GreaterOrEqual) for (int i = 0; i < y.Length; i++) y[i] = Truth(a[i] >= b[i]);
        else if (f == Functions.Equal) for (int i = 0; i < y.Length; i++) y[i] = Truth(a[i] == b[i]);
        else if (f == Functions.NotEqual) for (int i = 0; i < y.Length; i++) y[i] = Truth(a[i] != b[i]);
        else if (f == Functions.And) for (int i = 0; i < y.Length; i++) y[i] = Truth(a[i] != T.Zero && b[i] != T.Zero);
        else if (f == Functions.Or) for (int i = 0; i < y.Length; i++) y[i] = Truth(a[i] != T.Zero || b[i] != T.Zero);
        else if (f == Functions.Not) for (int i = 0; i < y.Length; i++) y[i] = Truth(a[i] == T.Zero);
        else if (f == Functions.Select) for (int i = 0; i < y.Length; i++) y[i] = a[i] != T.Zero ? m[i] : b[i];
        else throw new InvalidOperationException($"{f.Name} is not an operation that printers print.");
    }

    // Where the definition leaves the value open, the one a lowering is least likely to survive by luck.
    private static (T Exponent, T Mantissa) Split<T>(T x)
        where T : IBinaryFloatingPointIeee754<T>
    {
        if (!(x > T.Zero && T.IsFinite(x))) return (T.CreateTruncating(17), T.NaN);
        int e = T.ILogB(x);
        T m = T.ScaleB(x, -e);
        return m < T.CreateTruncating(1.5) ? (T.CreateTruncating(e), m) : (T.CreateTruncating(e + 1), m / T.CreateTruncating(2));
    }
}
