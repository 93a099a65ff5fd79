using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using NeuronDsl.Generator.Diagnostics;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;
using Symbol = NeuronDsl.Generator.Symbolics.Symbol;
using SymbolKind = NeuronDsl.Generator.Symbolics.SymbolKind;

namespace NeuronDsl.Generator.Syntax.Rules;

/// <summary>
/// Exponential Euler and Rush-Larsen need equations linear in their own state, the exact solver needs a linear system with constant
/// coefficients. Each state is reported once, by the first solver that cannot take it.
/// </summary>
internal static class LinearityRule
{
    public static void Check(NeuronSource source, NeuronModel model)
    {
        StateModel[] differential = [.. model.States.Where(s => s.Equation.Kind == EquationKind.Derivative)];
        HashSet<string> reported = [];
        foreach (Solver solver in model.Solvers)
        {
            foreach (StateModel state in differential.Where(s => Takes(model, solver, s)))
            {
                Expression? part = NonlinearPart(model, solver, state, differential);
                if (part is null || !reported.Add(state.Name)) continue;
                string[] arguments = solver == Solver.Exact ? [state.Name, Infix.Text(part)] : [$"Solver.{solver}", state.Name, Infix.Text(part)];
                DiagnosticDescriptor descriptor = solver == Solver.Exact ? Descriptors.NotLinear : Descriptors.NotConditionallyLinear;
                source.Diagnostics.Report(descriptor, source.BodyLocation(state.Equation.Property), arguments);
            }
        }
    }

    /// <summary>Whether the exact solver takes the system.</summary>
    public static bool IsLinear(NeuronModel model, StateModel[] differential) =>
        differential.All(s => NonlinearPart(model, Solver.Exact, s, differential) is null);

    /// <summary>The part of an equation that the solver cannot take, null where it takes it.</summary>
    public static Expression? NonlinearPart(NeuronModel model, Solver solver, StateModel state, StateModel[] differential)
    {
        Expression f = model.Inline(state.Equation.Expression);
        return solver == Solver.Exact
            ? Linearity.NonlinearPart(f, s => differential.Any(d => IsState(s, d))) ?? VaryingCoefficient(f, differential)
            : Linearity.NonlinearPart(f, s => IsState(s, state));
    }

    // Rush-Larsen leaves the states that the spike condition reads to Euler.
    private static bool Takes(NeuronModel model, Solver solver, StateModel state) => solver switch
    {
        Solver.ExponentialEuler or Solver.Exact => true,
        Solver.RushLarsen => model.Spike is not { } spike || !model.StatesReadBy(spike.Condition).Contains(state.Name),
        _ => false,
    };

    private static Expression? VaryingCoefficient(Expression f, IEnumerable<StateModel> states) => states
        .Select(s => Differentiation.Differentiate(f, new Symbol(SymbolKind.State, s.Name)))
        .FirstOrDefault(a => Algebra.Mentions(a, s => s.Kind != SymbolKind.Parameter));

    private static bool IsState(Symbol symbol, StateModel state) => symbol.Kind == SymbolKind.State && symbol.Name == state.Name;
}
