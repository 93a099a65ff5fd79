using System;
using System.Collections.Concurrent;
using System.Linq;
using NeuronDsl.Numerics;
using static NeuronDsl.Generator.Symbolics.Algebra;
using static NeuronDsl.Generator.Symbolics.TermType;

namespace NeuronDsl.Generator.Symbolics;

/// <summary>
/// The function table: every operator and function that an equation may use, with its value and its derivative rule. A new function is
/// one row here, one in the reader's name table (<c>Syntax/KnownMethods</c>), and one lowering (<c>Passes/ExpandFunctions</c>).
/// </summary>
internal static class Functions
{
    // Arithmetic.
    public static readonly Function Add = new("Add", 2, Real, a => a[0] + a[1], (_, _) => [1, 1]);
    public static readonly Function Subtract = new("Subtract", 2, Real, a => a[0] - a[1], (_, _) => [1, -1]);
    public static readonly Function Multiply = new("Multiply", 2, Real, a => a[0] * a[1], (a, _) => [a[1], a[0]]);
    public static readonly Function Divide = new("Divide", 2, Real, a => a[0] / a[1], (a, y) => [1 / a[1], -(y / a[1])]);
    public static readonly Function Negate = new("Negate", 1, Real, a => -a[0], (_, _) => [-1]);

    // Comparison: piecewise constant.
    public static readonly Function Less = new("Less", 2, Bool, a => Truth(a[0] < a[1]), null);
    public static readonly Function LessOrEqual = new("LessOrEqual", 2, Bool, a => Truth(a[0] <= a[1]), null);
    public static readonly Function Greater = new("Greater", 2, Bool, a => Truth(a[0] > a[1]), null);
    public static readonly Function GreaterOrEqual = new("GreaterOrEqual", 2, Bool, a => Truth(a[0] >= a[1]), null);
    public static readonly Function Equal = new("Equal", 2, Bool, a => Truth(a[0] == a[1]), null);
    public static readonly Function NotEqual = new("NotEqual", 2, Bool, a => Truth(a[0] != a[1]), null);

    // Logic, as arithmetic on 0 and 1: and = a b, or = a + b - a b, not = 1 - a.
    public static readonly Function And = new("And", 2, Bool, a => Truth(a[0] != 0 && a[1] != 0), (a, _) => [Choose(a[1], 1, 0), Choose(a[0], 1, 0)]);
    public static readonly Function Or = new("Or", 2, Bool, a => Truth(a[0] != 0 || a[1] != 0), (a, _) => [Choose(a[1], 0, 1), Choose(a[0], 0, 1)]);
    public static readonly Function Not = new("Not", 1, Bool, a => Truth(a[0] == 0), (_, _) => [-1]);

    /// <summary>Select(c, a, b) = c ? a : b, that is b + c (a - b).</summary>
    public static readonly Function Select = new("Select", 3, Real, a => a[0] != 0 ? a[1] : a[2], (a, _) => [a[1] - a[2], Choose(a[0], 1, 0), Choose(a[0], 0, 1)]);

    /// <summary>The same choice, told to be rare: what only the rare side needs is computed only where some neuron of a vector needs it.</summary>
    public static readonly Function SelectRarely = new("SelectRarely", 3, Real, a => a[0] != 0 ? a[1] : a[2], null);

    // Elementary functions.
    public static readonly Function Abs = new("Abs", 1, Real, a => Math.Abs(a[0]), (a, _) => [Choose(Apply(Less, a[0], 0), -1, 1)]);
    public static readonly Function Sqrt = new("Sqrt", 1, Real, a => Math.Sqrt(a[0]), (_, y) => [0.5 / y]);
    public static readonly Function Cbrt = new("Cbrt", 1, Real, a => CubeRoot(a[0]), (_, y) => [1 / (3 * (y * y))]);
    public static readonly Function Exp = new("Exp", 1, Real, a => Math.Exp(a[0]), (_, y) => [y]);
    public static readonly Function Exp2 = new("Exp2", 1, Real, a => Math.Pow(2, a[0]), (_, y) => [Math.Log(2) * y]);
    public static readonly Function Log = new("Log", 1, Real, a => Math.Log(a[0]), (a, _) => [1 / a[0]]);
    public static readonly Function Pow = new("Pow", 2, Real, a => Math.Pow(a[0], a[1]), PowPartials);
    public static readonly Function Sin = new("Sin", 1, Real, a => Math.Sin(a[0]), (a, _) => [Apply(Cos!, a[0])]);
    public static readonly Function Cos = new("Cos", 1, Real, a => Math.Cos(a[0]), (a, _) => [-Apply(Sin, a[0])]);
    public static readonly Function Tan = new("Tan", 1, Real, a => Math.Tan(a[0]), (_, y) => [1 + (y * y)]);
    public static readonly Function Sinh = new("Sinh", 1, Real, a => Math.Sinh(a[0]), (a, _) => [Apply(Cosh!, a[0])]);
    public static readonly Function Cosh = new("Cosh", 1, Real, a => Math.Cosh(a[0]), (a, _) => [Apply(Sinh, a[0])]);
    public static readonly Function Tanh = new("Tanh", 1, Real, a => Math.Tanh(a[0]), (_, y) => [1 - (y * y)]);
    public static readonly Function Atan = new("Atan", 1, Real, a => Math.Atan(a[0]), (a, _) => [1 / (1 + (a[0] * a[0]))]);
    public static readonly Function Min = new("Min", 2, Real, a => Math.Min(a[0], a[1]), (a, _) => [Choose(Apply(LessOrEqual, a[0], a[1]), 1, 0), Choose(Apply(LessOrEqual, a[0], a[1]), 0, 1)]);
    public static readonly Function Max = new("Max", 2, Real, a => Math.Max(a[0], a[1]), (a, _) => [Choose(Apply(GreaterOrEqual, a[0], a[1]), 1, 0), Choose(Apply(GreaterOrEqual, a[0], a[1]), 0, 1)]);

    // The field's own.
    public static readonly Function Sigmoid = new("Sigmoid", 1, Real, a => 1 / (1 + Math.Exp(-a[0])), (_, y) => [y * (1 - y)]);
    public static readonly Function Heaviside = new("Heaviside", 1, Real, a => Truth(a[0] >= 0), null);
    public static readonly Function Relu = new("Relu", 1, Real, a => a[0] <= 0 ? 0 : a[0], (a, _) => [Choose(Apply(Greater, a[0], 0), 1, 0)]);

    /// <summary>
    /// Spike(condition, margin, slope): the condition as it stands; in the backward pass its derivative with respect to the margin is the
    /// slope, which the surrogate gave.
    /// </summary>
    public static readonly Function Spike = new("Spike", 3, Bool, a => a[0], (a, _) => [0, a[2], 0]);

    /// <summary>The same truth value, constant for the backward pass: a detached reset.</summary>
    public static readonly Function Detach = new("Detach", 1, Bool, a => a[0], null);

    // What lowering uses beside the above: each is one instruction of a vector unit, or close to it.

    /// <summary>a b + c, rounded once.</summary>
    public static readonly Function FusedMultiplyAdd = new("FusedMultiplyAdd", 3, Real, a => FusedArithmetic.MultiplyAdd(a[0], a[1], a[2]), (a, _) => [a[1], a[0], 1]);

    /// <summary>c - a b, rounded once.</summary>
    public static readonly Function FusedNegatedMultiplyAdd = new("FusedNegatedMultiplyAdd", 3, Real, a => FusedArithmetic.MultiplyAdd(-a[0], a[1], a[2]), null);

    /// <summary>a b - c, rounded once.</summary>
    public static readonly Function FusedMultiplySubtract = new("FusedMultiplySubtract", 3, Real, a => FusedArithmetic.MultiplyAdd(a[0], a[1], -a[2]), null);

    /// <summary>x, or the bound where x is greater; NaN stays NaN. The bound is a number: one instruction, where Min takes several.</summary>
    public static readonly Function AtMost = new("AtMost", 2, Real, a => a[0] > a[1] ? a[1] : a[0], null);

    /// <summary>x, or the bound where x is less; NaN stays NaN.</summary>
    public static readonly Function AtLeast = new("AtLeast", 2, Real, a => a[0] < a[1] ? a[1] : a[0], null);

    /// <summary>To the nearest integer, halves to even.</summary>
    public static readonly Function Round = new("Round", 1, Real, a => Math.Round(a[0], MidpointRounding.ToEven), null);

    /// <summary>Fraction(x) = x - Round(x), which is exact; 0 for infinities.</summary>
    public static readonly Function Fraction = new("Fraction", 1, Real, a => double.IsInfinity(a[0]) ? 0 : a[0] - Math.Round(a[0], MidpointRounding.ToEven), null);

    /// <summary>
    /// Scale(x, n) = x 2^n for integral or infinite n, rounded once, also where the result is denormal or infinite. In double n may lie between two
    /// integers, and the lower one counts.
    /// </summary>
    public static readonly Function Scale = new("Scale", 2, Real, a => FusedArithmetic.Scale(a[0], a[1]), null);

    /// <summary>
    /// The e for which x = m 2^e with 3/4 &lt;= m &lt; 3/2, denormals included. Of 0, negative numbers, infinity and NaN it is any finite
    /// number: lowerings select such results away.
    /// </summary>
    public static readonly Function Exponent = new("Exponent", 1, Real, a => FusedArithmetic.Exponent(a[0]), null);

    /// <summary>Mantissa(x) = x 2^-Exponent(x), from 3/4 up to 3/2; of 0, negative numbers, infinity and NaN it is any number.</summary>
    public static readonly Function Mantissa = new("Mantissa", 1, Real, a => FusedArithmetic.Scale(a[0], -FusedArithmetic.Exponent(a[0])), null);

    /// <summary>RootOfTwo(s) = 2^(j/16), where j is what the low four bits of the mantissa of s count: s = x + 3 2^47 has x in sixteenths there.</summary>
    public static readonly Function RootOfTwo = new("RootOfTwo", 1, Real, a => RootsOfTwo.Of(a[0]), null);

    private static readonly ConcurrentDictionary<int, Function> Phis = new();
    private static readonly ConcurrentDictionary<Function, int> PhiOrders = new();

    /// <summary>
    /// The phi functions of exponential integrators: phi_k(z) = sum over n of z^n / (n + k)!, so phi_1(z) = (exp(z) - 1) / z = ExpRel(z).
    /// They are closed under differentiation: phi_k' = phi_k - k phi_(k+1).
    /// </summary>
    public static Function Phi(int k) => Phis.GetOrAdd(k, static k =>
    {
        Function phi = new(k == 1 ? "ExpRel" : $"Phi{k}", 1, Real, a => PhiFunctions.Phi(k, a[0]), (a, y) => [y - ((double)k * Apply(Phi(k + 1), a[0]))]);
        PhiOrders[phi] = k;
        return phi;
    });

    public static Function ExpRel => Phi(1);

    /// <summary>Whether the function is one of the phi functions, and which.</summary>
    public static bool IsPhi(Function function, out int k) => PhiOrders.TryGetValue(function, out k);

    private static readonly ConcurrentDictionary<(int, int, int), Function> Propagators = new();
    private static readonly ConcurrentDictionary<(int, int, int, int, int), Function> PropagatorDerivatives = new();

    /// <summary>
    /// Propagator(dt, a00, a01, ...) of a linear system of order n: the entry (row, column) of the integral of exp(A s) over the step. It
    /// depends on parameters and dt alone, so that it is only ever computed before the loop.
    /// </summary>
    public static Function Propagator(int n, int row, int column) => Propagators.GetOrAdd((n, row, column), static key =>
    {
        (int n, int row, int column) = key;
        return new Function(
            $"Propagator({row}, {column})", 1 + (n * n), Real,
            a => MatrixExponential.Propagator(row, column, a[0], [.. a.Skip(1)]),
            (a, _) => [0, .. Enumerable.Range(0, n * n).Select(k => Apply(PropagatorDerivative(n, row, column, k / n, k % n), a))]);
    });

    /// <summary>The derivative of a propagator's entry with respect to the entry (i, j) of A.</summary>
    public static Function PropagatorDerivative(int n, int row, int column, int i, int j) =>
        PropagatorDerivatives.GetOrAdd((n, row, column, i, j), static key =>
        {
            (int n, int row, int column, int i, int j) = key;
            return new Function(
                $"PropagatorDerivative({row}, {column}, {i}, {j})", 1 + (n * n), Real,
                a => MatrixExponential.PropagatorDerivative(row, column, i, j, a[0], [.. a.Skip(1)]), null);
        });

    private static double Truth(bool value) => value ? 1 : 0;

    private static double CubeRoot(double x) => x < 0 ? -CubeRoot(-x) : x == 0 || double.IsInfinity(x) ? x : Refine(x, Math.Pow(x, 1.0 / 3));

    // One Newton step: Math.Pow alone is off by the rounding of 1/3.
    private static double Refine(double x, double root) => root - ((root - (x / (root * root))) / 3);

    private static Expression[] PowPartials(Expression[] a, Expression y)
    {
        // With a constant exponent there is no logarithm, which would be NaN for a negative base.
        Expression byBase = a[1] * Apply(Pow, a[0], a[1] - 1);
        return a[1] is Constant ? [byBase, 0] : [byBase, y * Apply(Log, a[0])];
    }
}
