using System;
using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Generator.Symbolics;

/// <summary>
/// Whether an expression is linear, that is a sum of multiples of some variables and a rest free of them. It is decided by form and not by the
/// derivative, which a step function has none of; a product is expanded by nobody, so that x - x x + x x does not count as linear.
/// </summary>
internal static class Linearity
{
    /// <summary>The first part of the expression that is not linear in the variables; null where all of it is.</summary>
    public static Expression? NonlinearPart(Expression expression, Func<Symbol, bool> isVariable)
    {
        Dictionary<Expression, bool> mentions = [];
        Dictionary<Expression, Expression?> parts = [];
        return Go(expression);

        bool Mentions(Expression e)
        {
            if (e is Symbol s) return isVariable(s);
            if (e is not Apply a) return false;
            if (!mentions.TryGetValue(e, out bool known)) mentions[e] = known = a.Arguments.Any(Mentions);
            return known;
        }

        Expression? Go(Expression e)
        {
            if (e is not Apply a || !Mentions(e)) return null;
            if (!parts.TryGetValue(e, out Expression? known)) parts[e] = known = Part(a);
            return known;
        }

        Expression? Part(Apply e)
        {
            IReadOnlyList<Expression> a = e.Arguments;
            if (e.Function == Functions.Add || e.Function == Functions.Subtract) return Go(a[0]) ?? Go(a[1]);
            if (e.Function == Functions.Negate) return Go(a[0]);
            if (e.Function == Functions.Multiply && !(Mentions(a[0]) && Mentions(a[1]))) return Go(a[0]) ?? Go(a[1]);
            if (e.Function == Functions.Divide && !Mentions(a[1])) return Go(a[0]);
            if (e.Function == Functions.Select && !Mentions(a[0])) return Go(a[1]) ?? Go(a[2]);
            return e;
        }
    }
}
