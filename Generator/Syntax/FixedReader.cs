using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NeuronDsl.Generator.Diagnostics;
using NeuronDsl.Generator.Model;

namespace NeuronDsl.Generator.Syntax;

/// <summary>Reads which fixed-point forms are asked for: one for each <c>[Fixed]</c>, or the default one for <c>Target.Microcode</c>.</summary>
internal static class FixedReader
{
    public static List<FixedModel> Read(NeuronSource source, Target targets, IReadOnlyList<Solver> solvers)
    {
        AttributeData[] attributes = [.. source.Type.GetAttributes().Where(a => Vocabulary.WordOf(a) == Vocabulary.Fixed)];
        if (attributes.Length == 0) return targets.HasFlag(Target.Microcode) ? [new(32, 0, 1024, solvers.Take(1).ToList())] : [];
        return [.. attributes.Select(a => Read(source, a, solvers))];
    }

    private static FixedModel Read(NeuronSource source, AttributeData attribute, IReadOnlyList<Solver> solvers)
    {
        int bits = Number(Vocabulary.Bits, 32, b => b is 16 or 32, "words have 16 or 32 bits");
        int cells = Number(Vocabulary.TableCells, 0, c => c is >= 0 and <= 65536, "a table has 1 to 65536 cells");
        double error = attribute.NamedValue(Vocabulary.MaxError) as double? ?? 0;
        if (!(error >= 0 && error < 1)) Report(Vocabulary.MaxError, error, "the error is a fraction of a state's bounds, below 1");
        Solver named = (Solver)(attribute.NamedValue(Vocabulary.Solvers) as int? ?? 0);
        List<Solver> chosen = [.. solvers.Where(s => named.HasFlag(s))];
        Solver unknown = named & ~solvers.Aggregate(Solver.None, (a, b) => a | b);
        if (unknown != Solver.None) Report(Vocabulary.Solvers, unknown, $"the neuron's solvers are {string.Join(", ", solvers)}");
        return new(bits, error, cells > 0 ? cells : bits == 32 ? 1024 : 256, named == Solver.None ? solvers.Take(1).ToList() : chosen);

        int Number(string name, int otherwise, System.Func<int, bool> fits, string rule)
        {
            int value = attribute.NamedValue(name) as int? ?? otherwise;
            if (fits(value)) return value;
            Report(name, value, rule);
            return otherwise;
        }

        void Report(string name, object value, string rule) =>
            source.Diagnostics.Report(Descriptors.InvalidFixed, attribute.NamedArgument(name)!.GetLocation(), name, value, rule);
    }
}
