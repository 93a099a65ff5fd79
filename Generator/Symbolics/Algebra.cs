using System.Collections.Immutable;
using System.Linq;

namespace NeuronDsl.Generator.Symbolics;

/// <summary>
/// Builds expressions and simplifies while building: constants fold, and the identities of 0 and 1 apply. Everything else (sharing,
/// reassociation, strength reduction) is left to the passes over programs.
/// </summary>
internal static class Algebra
{
    public static Expression Apply(Function function, params Expression[] arguments) =>
        Identity(function, arguments) ?? Fold(function, arguments) ?? new Apply(function, [.. arguments]);

    /// <summary>condition ? whenTrue : whenFalse.</summary>
    public static Expression Choose(Expression condition, Expression whenTrue, Expression whenFalse) =>
        Apply(Functions.Select, condition, whenTrue, whenFalse);

    public static bool Is(this Expression expression, double value) => expression is Constant c && c.Value == value;

    /// <summary>A constant power of an integer exponent up to 64 is a product.</summary>
    public static Expression Power(Expression x, int exponent)
    {
        if (exponent == 0) return 1;
        if (exponent < 0) return 1 / Power(x, -exponent);
        Expression half = Power(x, exponent / 2);
        return exponent == 1 ? x : exponent % 2 == 0 ? half * half : half * half * x;
    }

    private static Expression? Identity(Function f, Expression[] a)
    {
        if (f == Functions.Add) return a[0].Is(0) ? a[1] : a[1].Is(0) ? a[0] : a[1] is Apply { Function: var g } n && g == Functions.Negate ? a[0] - n.Arguments[0] : null;
        if (f == Functions.Subtract) return a[1].Is(0) ? a[0] : a[0].Is(0) ? -a[1] : a[0].Equals(a[1]) ? 0 : null;
        if (f == Functions.Multiply)
        {
            // 0 x is 0 here although 0 * NaN is not: a NaN state is wrong already, and derivatives are full of such products.
            if (a[0].Is(0) || a[1].Is(0)) return 0;
            if (a[0].Is(1)) return a[1];
            if (a[1].Is(1)) return a[0];
            if (a[0].Is(-1)) return -a[1];
            return a[1].Is(-1) ? -a[0] : null;
        }

        if (f == Functions.Divide) return a[1].Is(1) ? a[0] : a[0].Is(0) && !a[1].Is(0) ? 0 : null;
        if (f == Functions.Negate) return a[0] is Apply { Function: var h } inner && h == Functions.Negate ? inner.Arguments[0] : null;
        if (f == Functions.Select)
        {
            if (a[1].Equals(a[2])) return a[1];
            return a[0] is Constant c ? (c.Value != 0 ? a[1] : a[2]) : null;
        }

        if (f == Functions.And) return a[0] is Constant c0 ? (c0.Value != 0 ? a[1] : Constant.False) : a[1] is Constant c1 ? (c1.Value != 0 ? a[0] : Constant.False) : null;
        if (f == Functions.Or) return a[0] is Constant o0 ? (o0.Value != 0 ? Constant.True : a[1]) : a[1] is Constant o1 ? (o1.Value != 0 ? Constant.True : a[0]) : null;
        if (f == Functions.Pow && a[1] is Constant { Value: var exponent })
        {
            if (exponent == 0.5) return Apply(Functions.Sqrt, a[0]);
            if (exponent == (int)exponent && exponent is >= -64 and <= 64) return Power(a[0], (int)exponent);
        }

        return null;
    }

    private static Expression? Fold(Function f, Expression[] arguments)
    {
        if (f == Functions.Spike || f == Functions.Detach || !arguments.All(a => a is Constant)) return null;
        return new Constant(f.Evaluate([.. arguments.Select(a => ((Constant)a).Value)]), f.Result);
    }

    /// <summary>The expression with every symbol replaced by what <paramref name="replace"/> gives, simplified again; null keeps the symbol.</summary>
    public static Expression Substitute(Expression expression, System.Func<Symbol, Expression?> replace)
    {
        System.Collections.Generic.Dictionary<Expression, Expression> done = [];
        return Go(expression);

        Expression Go(Expression e)
        {
            if (e is Symbol s) return replace(s) ?? s;
            if (e is not Apply apply) return e;
            if (done.TryGetValue(e, out Expression? known)) return known;
            Expression[] arguments = [.. apply.Arguments.Select(Go)];
            return done[e] = arguments.SequenceEqual(apply.Arguments) ? e : Apply(apply.Function, arguments);
        }
    }

    /// <summary>Whether the symbol occurs.</summary>
    public static bool Mentions(Expression expression, System.Func<Symbol, bool> predicate)
    {
        System.Collections.Generic.HashSet<Expression> seen = [];
        return Go(expression);

        bool Go(Expression e) => e is Symbol s ? predicate(s) : e is Apply a && seen.Add(e) && a.Arguments.Any(Go);
    }
}
