using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Ranges;

/// <summary>The functions of the table over intervals.</summary>
internal static class IntervalFunctions
{
    private static readonly HashSet<Function> Increasing =
    [
        Functions.Sqrt, Functions.Cbrt, Functions.Exp, Functions.Log, Functions.Sinh, Functions.Tanh, Functions.Atan, Functions.Sigmoid, Functions.Relu,
        Functions.Heaviside, Functions.Round,
    ];

    /// <summary>An interval that holds the function's value for all members of the arguments.</summary>
    public static Interval Apply(Function f, Interval[] a)
    {
        if (f == Functions.Add) return a[0] + a[1];
        if (f == Functions.Subtract) return a[0] - a[1];
        if (f == Functions.Multiply) return a[0] * a[1];
        if (f == Functions.Divide) return a[0] / a[1];
        if (f == Functions.Negate) return -a[0];
        if (f == Functions.Less) return Truth(a[0].High < a[1].Low, a[0].Low >= a[1].High);
        if (f == Functions.LessOrEqual) return Truth(a[0].High <= a[1].Low, a[0].Low > a[1].High);
        if (f == Functions.Greater) return Truth(a[0].Low > a[1].High, a[0].High <= a[1].Low);
        if (f == Functions.GreaterOrEqual) return Truth(a[0].Low >= a[1].High, a[0].High < a[1].Low);
        if (f == Functions.Equal) return Truth(a[0].IsPoint && a[0] == a[1], a[0].Low > a[1].High || a[0].High < a[1].Low);
        if (f == Functions.NotEqual) return Truth(a[0].Low > a[1].High || a[0].High < a[1].Low, a[0].IsPoint && a[0] == a[1]);
        if (f == Functions.And) return new(Math.Min(a[0].Low, a[1].Low), Math.Min(a[0].High, a[1].High));
        if (f == Functions.Or) return new(Math.Max(a[0].Low, a[1].Low), Math.Max(a[0].High, a[1].High));
        if (f == Functions.Not) return new(1 - a[0].High, 1 - a[0].Low);
        if (f == Functions.Select) return a[0].Low > 0 ? a[1] : a[0].High < 1 ? a[2] : a[1].Hull(a[2]);
        if (f == Functions.Min || f == Functions.AtMost) return new(Math.Min(a[0].Low, a[1].Low), Math.Min(a[0].High, a[1].High));
        if (f == Functions.Max || f == Functions.AtLeast) return new(Math.Max(a[0].Low, a[1].Low), Math.Max(a[0].High, a[1].High));
        if (f == Functions.Abs) return a[0].Contains(0) ? new(0, a[0].Magnitude) : new(Math.Min(Math.Abs(a[0].Low), Math.Abs(a[0].High)), a[0].Magnitude);
        if (f == Functions.Cosh) return Interval.OfValues([.. Ends(f, a[0]), a[0].Contains(0) ? 1 : Math.Cosh(a[0].Low)]);
        if (f == Functions.Sin || f == Functions.Cos) return new(-1, 1);
        if (Increasing.Contains(f) || Functions.IsPhi(f, out _)) return Interval.OfValues(Ends(f, a[0]));
        return a.All(x => x.IsPoint) ? Interval.OfValues(f.Evaluate([.. a.Select(x => x.Low)])) : Interval.All;
    }

    /// <summary>An interval that holds the expression's value for all values of its symbols.</summary>
    public static Interval Evaluate(Expression expression, Func<Symbol, Interval> valueOf)
    {
        Dictionary<Expression, Interval> done = [];
        return Go(expression);

        Interval Go(Expression e)
        {
            if (e is Constant c) return Interval.Point(c.Value);
            if (e is Symbol s) return valueOf(s);
            if (done.TryGetValue(e, out Interval known)) return known;
            Apply apply = (Apply)e;
            bool square = apply.Function == Functions.Multiply && apply.Arguments[0].Equals(apply.Arguments[1]);
            return done[e] = square ? Go(apply.Arguments[0]).Square() : Apply(apply.Function, [.. apply.Arguments.Select(Go)]);
        }
    }

    private static double[] Ends(Function f, Interval a) => [f.Evaluate([a.Low]), f.Evaluate([a.High])];

    private static Interval Truth(bool certain, bool impossible) => certain ? Interval.Point(1) : impossible ? Interval.Point(0) : Interval.Truth;
}
