using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NeuronDsl.Generator.Analysis;
using NeuronDsl.Generator.Diagnostics;
using NeuronDsl.Generator.Model;

namespace NeuronDsl.Generator.Syntax.Rules;

/// <summary>Every solver is stable with the declared step, at the places where the neuron is known to be.</summary>
internal static class StabilityRule
{
    public static void Check(NeuronSource source, NeuronModel model, Setting setting)
    {
        if (model.Dt <= 0 || !model.HasDerivatives) return;
        Stability stability = new(setting);
        foreach (Solver solver in model.Solvers.Where(s => s != Solver.Exact))
        {
            if (stability.LargestStep(solver) is not { } limit || model.Dt <= limit.Step * (1 + 1e-6)) continue;
            string[] states = [.. model.States.Where(s => s.Equation.Kind == EquationKind.Derivative).Select(s => s.Name)];
            string place = string.Join(", ", states.Zip(limit.Point, (name, value) => $"{name} = {Number(value)}"));
            string[] better = [.. model.Solvers.Where(s => s != solver && IsStable(s)).Select(s => $"Solver.{s}")];
            string advice = better.Length == 0 ? "" : $", or {string.Join(" or ", better)} alone";
            source.Diagnostics.ReportWithFix(
                Descriptors.UnstableStep, PlaceOf(source, solver), Allowed().Where(IsStable).Select(s => $"Solver.{s}").FirstOrDefault(), $"Solver.{solver}", Number(model.Dt), place, Rate(limit.Rate), Down(limit.Step), advice);
        }

        IEnumerable<Solver> Allowed()
        {
            StateModel[] differential = [.. model.States.Where(s => s.Equation.Kind == EquationKind.Derivative)];
            if (model.Noises.Count > 0) yield break;
            if (LinearityRule.IsLinear(model, differential)) yield return Solver.Exact;
            if (differential.All(s => LinearityRule.NonlinearPart(model, Solver.ExponentialEuler, s, differential) is null)) yield return Solver.ExponentialEuler;
            yield return Solver.RungeKutta4;
        }

        bool IsStable(Solver solver) => solver == Solver.Exact || (stability.LargestStep(solver) is { } limit && model.Dt <= limit.Step);
    }

    // Where the solver is named, else the step.
    private static Location PlaceOf(NeuronSource source, Solver solver)
    {
        IEnumerable<ExpressionSyntax?> arguments = [source.Attribute.NamedArgument(Vocabulary.Solvers), source.Attribute.NamedArgument(Vocabulary.TrainingSolvers)];
        MemberAccessExpressionSyntax? name = arguments.Where(a => a is not null).SelectMany(a => a!.DescendantNodesAndSelf()).OfType<MemberAccessExpressionSyntax>()
            .FirstOrDefault(n => n.Name.Identifier.ValueText == solver.ToString());
        return (name ?? source.Attribute.NamedArgument(Vocabulary.Dt)!).GetLocation();
    }

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    // Three digits, rounded down: the step named is a stable one.
    private static string Down(double value)
    {
        double unit = Math.Pow(10, Math.Floor(Math.Log10(value)) - 2);
        return (Math.Floor(value / unit) * unit).ToString("G3", CultureInfo.InvariantCulture);
    }

    private static string Rate(Complex rate) => rate.Imaginary == 0 ? Number(rate.Real) : $"{Number(rate.Real)} ± {Number(Math.Abs(rate.Imaginary))}i";
}
