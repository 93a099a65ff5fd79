using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Analysis;

/// <summary>All numbers from a lowest to a highest; a truth value is within 0 and 1.</summary>
internal readonly record struct Interval(double Low, double High)
{
    public static Interval Everything { get; } = new(double.NegativeInfinity, double.PositiveInfinity);

    public bool Contains(double value) => Low <= value && value <= High;

    public static Interval Of(params double[] ends) => ends.Any(double.IsNaN) ? Everything : new(ends.Min(), ends.Max());
}

/// <summary>Bounds of an expression from those of its symbols: never too narrow, often wider than need be.</summary>
internal static class Intervals
{
    public static Interval Of(Expression expression, Func<Symbol, Interval> boundsOf)
    {
        Dictionary<Expression, Interval> done = [];
        return Go(expression);

        Interval Go(Expression e)
        {
            if (e is Constant c) return new(c.Value, c.Value);
            if (e is Symbol s) return boundsOf(s);
            if (done.TryGetValue(e, out Interval known)) return known;
            Apply apply = (Apply)e;
            return done[e] = Apply(apply.Function, apply, [.. apply.Arguments.Select(Go)]);
        }
    }

    private static Interval Apply(Function f, Apply e, Interval[] a)
    {
        if (f == Functions.Add) return new(a[0].Low + a[1].Low, a[0].High + a[1].High);
        if (f == Functions.Subtract) return new(a[0].Low - a[1].High, a[0].High - a[1].Low);
        if (f == Functions.Negate) return new(-a[0].High, -a[0].Low);
        if (f == Functions.Multiply) return e.Arguments[0].Equals(e.Arguments[1]) ? Square(a[0]) : Corners(a[0], a[1], Product);
        if (f == Functions.Divide) return a[1].Contains(0) ? Interval.Everything : Corners(a[0], a[1], (x, y) => double.IsInfinity(y) ? 0 : x / y);
        if (f == Functions.Exp || f == Functions.Tanh || f == Functions.Atan || f == Functions.Sigmoid || f == Functions.Cbrt || f == Functions.Sinh
            || f == Functions.ExpRel || f == Functions.Relu || f == Functions.Heaviside)
        {
            return Interval.Of(AtEnd(f, a[0].Low), AtEnd(f, a[0].High));
        }

        if (f == Functions.Sqrt || f == Functions.Log) return a[0].Low < 0 ? Interval.Everything : Interval.Of(AtEnd(f, a[0].Low), AtEnd(f, a[0].High));
        if (f == Functions.Abs) return a[0].Contains(0) ? new(0, Math.Max(-a[0].Low, a[0].High)) : Interval.Of(Math.Abs(a[0].Low), Math.Abs(a[0].High));
        if (f == Functions.Cosh) return a[0].Contains(0) ? Interval.Of(1, Math.Cosh(a[0].Low), Math.Cosh(a[0].High)) : Interval.Of(Math.Cosh(a[0].Low), Math.Cosh(a[0].High));
        if (f == Functions.Sin || f == Functions.Cos) return new(-1, 1);
        if (f == Functions.Min) return new(Math.Min(a[0].Low, a[1].Low), Math.Min(a[0].High, a[1].High));
        if (f == Functions.Max) return new(Math.Max(a[0].Low, a[1].Low), Math.Max(a[0].High, a[1].High));
        if (f == Functions.Select) return a[0].Low > 0 ? a[1] : a[0].High <= 0 ? a[2] : new(Math.Min(a[1].Low, a[2].Low), Math.Max(a[1].High, a[2].High));
        if (f == Functions.Less) return Truth(a[0].High < a[1].Low, a[0].Low >= a[1].High);
        if (f == Functions.LessOrEqual) return Truth(a[0].High <= a[1].Low, a[0].Low > a[1].High);
        if (f == Functions.Greater) return Truth(a[0].Low > a[1].High, a[0].High <= a[1].Low);
        if (f == Functions.GreaterOrEqual) return Truth(a[0].Low >= a[1].High, a[0].High < a[1].Low);
        if (f == Functions.Equal) return Truth(false, a[0].High < a[1].Low || a[1].High < a[0].Low);
        if (f == Functions.NotEqual) return Truth(a[0].High < a[1].Low || a[1].High < a[0].Low, false);
        if (f == Functions.Not) return new(1 - a[0].High, 1 - a[0].Low);
        if (f == Functions.And) return new(Math.Min(a[0].Low, a[1].Low), Math.Min(a[0].High, a[1].High));
        if (f == Functions.Or) return new(Math.Max(a[0].Low, a[1].Low), Math.Max(a[0].High, a[1].High));
        return Interval.Everything;
    }

    private static Interval Truth(bool always, bool never) => always ? new(1, 1) : never ? new(0, 0) : new(0, 1);

    private static Interval Square(Interval a) => a.Contains(0) ? new(0, Math.Max(a.Low * a.Low, a.High * a.High)) : Interval.Of(a.Low * a.Low, a.High * a.High);

    private static Interval Corners(Interval a, Interval b, Func<double, double, double> f) => Interval.Of(f(a.Low, b.Low), f(a.Low, b.High), f(a.High, b.Low), f(a.High, b.High));

    // A bound of 0 stays 0, however far the other factor goes.
    private static double Product(double x, double y) => x == 0 || y == 0 ? 0 : x * y;

    // Monotonic functions at infinity, where their formulas may not be defined.
    private static double AtEnd(Function f, double x) => f == Functions.ExpRel && double.IsInfinity(x) ? (x > 0 ? x : 0) : f.Evaluate([x]);
}
