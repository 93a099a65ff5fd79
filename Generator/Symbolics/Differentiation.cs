using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Generator.Symbolics;

/// <summary>Symbolic partial derivatives of expressions, by the chain rule over the function table.</summary>
internal static class Differentiation
{
    /// <summary>The derivative of <paramref name="expression"/> with respect to <paramref name="symbol"/>; everything else is held constant.</summary>
    public static Expression Differentiate(Expression expression, Symbol symbol)
    {
        Dictionary<Expression, Expression> done = [];
        return Go(expression);

        Expression Go(Expression e)
        {
            if (e is Symbol s) return s.Equals(symbol) ? 1 : 0;
            if (e is not Apply apply || apply.Function.Partials is null) return 0;
            if (done.TryGetValue(e, out Expression? known)) return known;
            Expression[] inner = [.. apply.Arguments.Select(Go)];
            Expression sum = 0;
            if (inner.Any(d => !d.Is(0)))
            {
                Expression[] partials = apply.Function.Partials([.. apply.Arguments], e);
                for (int i = 0; i < inner.Length; i++) sum += partials[i] * inner[i];
            }

            return done[e] = sum;
        }
    }
}
