using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.FixedPoint;

/// <summary>
/// Writes the equation of a gate, x' = alpha(V) (1 - x) - beta(V) x, as x' = b(V) - a(V) x: two functions of one state, which are two tables, and
/// one product.
/// </summary>
internal static class CollectGates
{
    public static NeuronModel Apply(NeuronModel model) => model with { States = model.States.Select(s => Collect(model, s)).ToList() };

    private static StateModel Collect(NeuronModel model, StateModel state)
    {
        Expression value = model.Inline(state.Equation.Expression);
        Symbol self = new(SymbolKind.State, state.Name);
        if (Linearity.NonlinearPart(value, s => s.Equals(self)) is not null) return state;
        Expression slope = Differentiation.Differentiate(value, self);
        Expression offset = Algebra.Substitute(value, s => s.Equals(self) ? 0 : null);
        if (Variables(slope) is not [var variable] || !Variables(offset).SequenceEqual([variable]) || Algebra.Mentions(slope, s => s.Equals(self))) return state;
        return state with { Equation = state.Equation with { Expression = offset - (-slope * self) } };
    }

    private static IReadOnlyList<Symbol> Variables(Expression expression)
    {
        HashSet<Symbol> found = [];
        Algebra.Mentions(expression, s => s.Kind != SymbolKind.Parameter && found.Add(s) && false);
        return [.. found];
    }
}
