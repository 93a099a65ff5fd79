using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NeuronDsl.Generator.Diagnostics;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Syntax.Rules;

/// <summary>A solver made for such equations is among those declared.</summary>
internal static class SolverRule
{
    public static void Check(NeuronSource source, NeuronModel model)
    {
        StateModel[] differential = [.. model.States.Where(s => s.Equation.Kind == EquationKind.Derivative)];
        if (differential.Length == 0 || model.Noises.Count > 0 || model.Solvers.Contains(Solver.Exact)) return;
        if (LinearityRule.IsLinear(model, differential))
        {
            Report("linear with constant coefficients", Solver.Exact, "solves them without any error of time stepping");
        }
        else if (!model.Solvers.Contains(Solver.ExponentialEuler) && !model.Solvers.Contains(Solver.RushLarsen)
            && differential.All(s => LinearityRule.NonlinearPart(model, Solver.ExponentialEuler, s, differential) is null))
        {
            Report("each linear in their own state", Solver.ExponentialEuler, "stays stable with larger steps");
        }

        void Report(string kind, Solver solver, string virtue)
        {
            ExpressionSyntax? solvers = source.Attribute.NamedArgument(Vocabulary.Solvers);
            Location place = (solvers ?? (SyntaxNode)source.Attribute.Syntax().Name).GetLocation();
            string? replacement = solvers is null ? null : $"Solver.{solver} | {Bodies.Join(solvers)}";
            source.Diagnostics.ReportWithFix(Descriptors.BetterSolver, place, replacement, source.Type.Name, kind, solver, virtue);
        }
    }
}
