using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Runtime.CompilerServices;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Ranges;

/// <summary>A function of one variable given by an expression, such as a channel's rate, that a table may stand for.</summary>
internal sealed class Tabulation
{
    /// <summary>The variable of the expression.</summary>
    public static readonly Symbol Argument = new(SymbolKind.Argument, "x");

    private static readonly Symbol Result = new(SymbolKind.Argument, "y");
    private static readonly ConditionalWeakTable<Function, Tabulation> ByFunction = new();
    private static readonly ConcurrentDictionary<Function, Expression[]?> PartialsOf = new();
    private static readonly Symbol[] Placeholders = [.. Enumerable.Range(0, 64).Select(k => new Symbol(SymbolKind.Argument, $"a{k}"))];

    private Tabulation(string name, Expression value)
    {
        Value = value;
        Slope = Differentiation.Differentiate(value, Argument);
        Curvature = Differentiation.Differentiate(Slope, Argument);
        Growth = GrowthOf(value);
        Function = new Function(name, 1, TermType.Real, a => At(value, a[0]), (a, _) => [Algebra.Substitute(Slope, s => s.Equals(Argument) ? a[0] : null)]);
    }

    /// <summary>What is tabulated, and its first two derivatives.</summary>
    public Expression Value { get; }

    public Expression Slope { get; }

    public Expression Curvature { get; }

    /// <summary>B where the function is A exp(B x + C), which a move of its argument multiplies; null for all others.</summary>
    public double? Growth { get; }

    /// <summary>How far the function is from the one that is meant, where a flat tail is cut off.</summary>
    public double Tail { get; private init; }

    /// <summary>The function, standing for one that it is no further from than this.</summary>
    public Tabulation WithTail(double tail)
    {
        Tabulation cut = new(Function.Name, Value) { Tail = tail };
        ByFunction.Add(cut.Function, cut);
        return cut;
    }

    /// <summary>Its row of the function table.</summary>
    public Function Function { get; }

    /// <summary>The expression over <see cref="Argument"/> as a function.</summary>
    public static Tabulation Of(string name, Expression value)
    {
        Tabulation tabulation = new(name, value);
        ByFunction.Add(tabulation.Function, tabulation);
        return tabulation;
    }

    /// <summary>The tabulation that a function is; null for rows of the function table.</summary>
    public static Tabulation? Find(Function function) => ByFunction.TryGetValue(function, out Tabulation? found) ? found : null;

    /// <summary>The function over intervals.</summary>
    public static Interval Apply(Function function, Interval[] a) =>
        Find(function) is { } tabulation ? tabulation.Over(tabulation.Value, tabulation.Slope, a[0]) : IntervalFunctions.Apply(function, a);

    /// <summary>Intervals that hold the partial derivatives of a function, given its arguments and its value.</summary>
    public static Interval[] Partials(Function function, Interval[] a, Interval y)
    {
        if (function == Functions.Add) return [Interval.Point(1), Interval.Point(1)];
        if (function == Functions.Subtract) return [Interval.Point(1), Interval.Point(-1)];
        if (function == Functions.Multiply) return [a[1], a[0]];
        if (Find(function) is { } tabulation) return [tabulation.Over(tabulation.Slope, tabulation.Curvature, a[0])];
        if (function == Functions.AtLeast || function == Functions.AtMost) function = function == Functions.AtLeast ? Functions.Max : Functions.Min;
        Expression[]? partials = PartialsOf.GetOrAdd(function, f => f.Partials?.Invoke([.. Placeholders.Take(f.Arity)], Result));
        if (partials is null) return [.. a.Select(x => x.IsPoint ? Interval.Zero : Interval.All)];
        return [.. partials.Select(p => IntervalFunctions.Evaluate(p, s => s.Equals(Result) ? y : a[Array.IndexOf(Placeholders, s)]))];
    }

    /// <summary>The function at a point.</summary>
    public double At(double x) => At(Value, x);

    /// <summary>The value at a point.</summary>
    public static double At(Expression value, double x)
    {
        Interval found = IntervalFunctions.Evaluate(value, _ => Interval.Point(x));
        return found.Centre;
    }

    private static double? GrowthOf(Expression value) => value switch
    {
        Apply a when a.Function == Functions.Exp => Differentiation.Differentiate(a.Arguments[0], Argument) is Constant { Value: not 0 } growth ? growth.Value : null,
        Apply a when a.Function == Functions.Negate => GrowthOf(a.Arguments[0]),
        Apply a when a.Function == Functions.Multiply => a.Arguments[1] is Constant ? GrowthOf(a.Arguments[0]) : a.Arguments[0] is Constant ? GrowthOf(a.Arguments[1]) : null,
        Apply a when a.Function == Functions.Divide && a.Arguments[1] is Constant => GrowthOf(a.Arguments[0]),
        _ => null,
    };

    /// <summary>An enclosure of an expression over a piece of the axis, by interval arithmetic and to first order.</summary>
    public Interval Over(Expression value, Expression slope, Interval x)
    {
        Interval natural = IntervalFunctions.Evaluate(value, _ => x);
        if (x.IsPoint || !x.IsBounded) return natural;
        Interval slopes = IntervalFunctions.Evaluate(slope, _ => x);
        Interval centre = Interval.Point(x.Centre);
        natural = natural.Intersect(IntervalFunctions.Evaluate(value, _ => centre) + (slopes * (x - centre)));
        if (slopes.Low < 0 && slopes.High > 0) return natural;
        Interval low = IntervalFunctions.Evaluate(value, _ => Interval.Point(slopes.Low >= 0 ? x.Low : x.High));
        Interval high = IntervalFunctions.Evaluate(value, _ => Interval.Point(slopes.Low >= 0 ? x.High : x.Low));
        return natural.Intersect(new(low.Low, high.High));
    }
}
