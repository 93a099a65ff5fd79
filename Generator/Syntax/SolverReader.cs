using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NeuronDsl.Generator.Diagnostics;

namespace NeuronDsl.Generator.Syntax;

/// <summary>Reads the solvers to emit, the default first.</summary>
internal static class SolverReader
{
    private static readonly Solver[] Defined = [.. Enum.GetValues(typeof(Solver)).Cast<Solver>().Where(s => s != Solver.None)];

    /// <summary>All solvers to emit: those asked for, and those asked for in training.</summary>
    public static IReadOnlyList<Solver> Read(NeuronSource source, bool hasDerivatives, bool hasNoise)
    {
        IReadOnlyList<Solver> all = Named(source, Vocabulary.Solvers, hasDerivatives, hasNoise)
            ?? (!hasDerivatives ? [] : hasNoise ? [Solver.EulerMaruyama] : [Solver.Euler, Solver.RungeKutta4]);
        return [.. all.Concat(Named(source, Vocabulary.TrainingSolvers, hasDerivatives, hasNoise) ?? []).Distinct()];
    }

    /// <summary>The solvers to emit layers for: those asked for, or the default one.</summary>
    public static IReadOnlyList<Solver> ReadTraining(NeuronSource source, IReadOnlyList<Solver> all)
    {
        Solver named = Value(source, Vocabulary.TrainingSolvers);
        if (named == Solver.None) return [.. all.Take(1)];
        return [.. InSourceOrder(source.Attribute.NamedArgument(Vocabulary.TrainingSolvers)!).Concat(all).Where(s => named.HasFlag(s)).Distinct()];
    }

    private static IReadOnlyList<Solver>? Named(NeuronSource source, string argument, bool hasDerivatives, bool hasNoise)
    {
        ExpressionSyntax? syntax = source.Attribute.NamedArgument(argument);
        Solver named = Value(source, argument);
        if (syntax is null || named == Solver.None) return null;
        Solver unknown = named & ~Defined.Aggregate((a, b) => a | b);
        if (unknown != Solver.None)
        {
            source.Diagnostics.Report(Descriptors.UndefinedValue, syntax.GetLocation(), (int)unknown, nameof(Solver));
        }
        else if (!hasDerivatives)
        {
            // Where an equation is missing or mistyped, it may be the derivative.
            if (!source.Diagnostics.Failed) source.Diagnostics.Report(Descriptors.SolversOfMap, syntax.GetLocation(), source.Type.Name);
        }
        else if (hasNoise && (named & ~Solver.EulerMaruyama) != Solver.None)
        {
            Solver deterministic = Defined.First(s => s != Solver.EulerMaruyama && named.HasFlag(s));
            source.Diagnostics.Report(Descriptors.SolverWithoutNoise, syntax.GetLocation(), $"Solver.{deterministic}");
        }

        return [.. InSourceOrder(syntax).Where(s => named.HasFlag(s)).Concat(Defined.Where(s => named.HasFlag(s))).Distinct()];
    }

    private static Solver Value(NeuronSource source, string argument) =>
        source.Attribute.NamedValue(argument) is int value ? (Solver)value : Solver.None;

    // Flags have no order of their own: the default is the one that is named first.
    private static IEnumerable<Solver> InSourceOrder(ExpressionSyntax syntax)
    {
        foreach (IdentifierNameSyntax name in syntax.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
        {
            if (Enum.TryParse(name.Identifier.ValueText, out Solver solver) && solver != Solver.None) yield return solver;
        }
    }
}
