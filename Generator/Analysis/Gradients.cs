using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Analysis;

/// <summary>What a gradient reaches on its way back from what the neuron sends: through states, helpers and the surrogate, not through comparisons.</summary>
internal static class Gradients
{
    /// <summary>The learnable parameters that no gradient reaches.</summary>
    public static IReadOnlyList<string> Unreached(NeuronModel model)
    {
        HashSet<Symbol> reached = [];
        Queue<Symbol> open = [];
        if (model.Output is { } output) Follow(output.Expression);
        else if (model.Spike is not null) Condition();

        // A reset moves states by what it assigns, and by whether it happens.
        while (open.Count > 0)
        {
            Symbol symbol = open.Dequeue();
            if (symbol.Kind != SymbolKind.State || model.States.FirstOrDefault(s => s.Name == symbol.Name) is not { } state) continue;
            Follow(state.Equation.Expression);
            if (model.Reset is not { } reset || reset.Assignments.FirstOrDefault(a => a.State == state.Name) is not { } assignment) continue;
            Follow(assignment.Value);
            if (!reset.Detach) Condition();
        }

        return [.. model.Parameters.Where(p => p.Learnable && !reached.Contains(new Symbol(SymbolKind.Parameter, p.Name))).Select(p => p.Name)];

        void Condition()
        {
            if (model.Spike?.Margin is { } margin) Follow(margin);
        }

        void Follow(Expression expression)
        {
            foreach (Symbol symbol in Smooth(expression))
            {
                if (!reached.Add(symbol)) continue;
                if (symbol.Kind == SymbolKind.Helper) Follow(model.Helpers.First(h => h.Name == symbol.Name).Expression);
                else if (symbol.Kind == SymbolKind.Condition) Condition();
                else open.Enqueue(symbol);
            }
        }
    }

    // The symbols on which an expression depends otherwise than by steps.
    private static List<Symbol> Smooth(Expression expression)
    {
        HashSet<Expression> seen = [];
        List<Symbol> symbols = [];
        Go(expression);
        return symbols;

        void Go(Expression e)
        {
            if (!seen.Add(e)) return;
            if (e is Symbol symbol) symbols.Add(symbol);
            if (e is Apply { Function.Partials: not null } apply) foreach (Expression argument in apply.Arguments) Go(argument);
        }
    }
}
