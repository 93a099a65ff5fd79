using System;
using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Generator.Symbolics;

/// <summary>
/// Builds expressions and simplifies while building: constants fold, and the <see cref="Identities"/> apply. Everything else (sharing,
/// reassociation, strength reduction) is left to the passes over programs.
/// </summary>
internal static class Algebra
{
    private static readonly ExpressionTerms Terms = new();

    public static Expression Apply(Function function, params Expression[] arguments)
    {
        if (Terms.TrySimplify(function, arguments, out Expression simpler)) return simpler;
        if (function != Functions.Spike && function != Functions.Detach && arguments.All(a => a is Constant))
        {
            return new Constant(function.Evaluate([.. arguments.Select(a => ((Constant)a).Value)]), function.Result);
        }

        return Interning.Of(new Apply(function, [.. arguments]));
    }

    /// <summary>condition ? whenTrue : whenFalse.</summary>
    public static Expression Choose(Expression condition, Expression whenTrue, Expression whenFalse) =>
        Apply(Functions.Select, condition, whenTrue, whenFalse);

    public static bool Is(this Expression expression, double value) => expression is Constant c && c.Value == value;

    /// <summary>The expression with every symbol replaced by what <paramref name="replace"/> gives, simplified again; null keeps the symbol.</summary>
    public static Expression Substitute(Expression expression, Func<Symbol, Expression?> replace)
    {
        Dictionary<Expression, Expression> done = [];
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

    /// <summary>Whether a symbol occurs that the predicate accepts.</summary>
    public static bool Mentions(Expression expression, Func<Symbol, bool> predicate)
    {
        HashSet<Expression> seen = [];
        return Go(expression);

        bool Go(Expression e) => e is Symbol s ? predicate(s) : e is Apply a && seen.Add(e) && a.Arguments.Any(Go);
    }

    private sealed class ExpressionTerms : ITerms<Expression>
    {
        public bool IsConstant(Expression term, out double value)
        {
            value = term is Constant c ? c.Value : double.NaN;
            return term is Constant;
        }

        public bool IsApplied(Expression term, Function function, out Expression[] arguments)
        {
            bool applied = term is Apply a && a.Function == function;
            arguments = applied ? [.. ((Apply)term).Arguments] : [];
            return applied;
        }

        public bool Same(Expression a, Expression b) => a.Equals(b);

        public Expression Constant(double value, TermType type) => new Constant(value, type);

        public Expression Apply(Function function, params Expression[] arguments) => Algebra.Apply(function, arguments);
    }
}
