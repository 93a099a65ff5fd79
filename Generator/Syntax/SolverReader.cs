using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NeuronDsl.Generator.Diagnostics;

namespace NeuronDsl.Generator.Syntax;

/// <summary>Reads the solvers to emit, the default first.</summary>
internal static class SolverReader
{
    private static readonly Solver[] Defined = [.. Enum.GetValues(typeof(Solver)).Cast<Solver>().Where(s => s != Solver.None)];

    public static IReadOnlyList<Solver> Read(NeuronSource source, bool hasDerivatives, bool hasNoise)
    {
        ExpressionSyntax? syntax = source.Attribute.NamedArgument(Vocabulary.Solvers);
        Solver named = source.Attribute.NamedValue(Vocabulary.Solvers) is int value ? (Solver)value : Solver.None;
        if (syntax is null || named == Solver.None)
        {
            return !hasDerivatives ? [] : hasNoise ? [Solver.EulerMaruyama] : [Solver.Euler, Solver.RungeKutta4];
        }

        Solver unknown = named & ~Defined.Aggregate((a, b) => a | b);
        if (unknown != Solver.None)
        {
            source.Diagnostics.Report(Descriptors.UndefinedValue, syntax.GetLocation(), ((int)unknown).ToString(CultureInfo.InvariantCulture), nameof(Solver));
        }
        else if (!hasDerivatives)
        {
            source.Diagnostics.Report(Descriptors.SolversOfMap, syntax.GetLocation(), source.Type.Name);
        }
        else if (hasNoise && (named & ~Solver.EulerMaruyama) != Solver.None)
        {
            source.Diagnostics.Report(Descriptors.SolverWithoutNoise, syntax.GetLocation(), $"Solver.{Defined.First(s => s != Solver.EulerMaruyama && named.HasFlag(s))}");
        }

        return [.. InSourceOrder(syntax).Where(s => named.HasFlag(s)).Concat(Defined.Where(s => named.HasFlag(s))).Distinct()];
    }

    // Flags have no order of their own: the default is the one that is named first.
    private static IEnumerable<Solver> InSourceOrder(ExpressionSyntax syntax)
    {
        foreach (IdentifierNameSyntax name in syntax.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
        {
            if (Enum.TryParse(name.Identifier.ValueText, out Solver solver) && solver != Solver.None) yield return solver;
        }
    }
}
