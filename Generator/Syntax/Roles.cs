using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using NeuronDsl.Generator.Diagnostics;

namespace NeuronDsl.Generator.Syntax;

/// <summary>Which words of the language go together on one member and in one neuron.</summary>
internal static class Roles
{
    /// <summary>What holds a number; a member is one of these, and none of the others beside it.</summary>
    public static readonly string[] Variables = [Vocabulary.State, Vocabulary.Parameter, Vocabulary.Refractory, Vocabulary.Input, Vocabulary.Noise];
    private static readonly string[] Computed =
        [Vocabulary.Derivative, Vocabulary.Update, Vocabulary.Initial, Vocabulary.Spike, Vocabulary.Margin, Vocabulary.Output];

    /// <summary>Reports members and neurons whose roles contradict each other; false where it is pointless to read on.</summary>
    public static bool Check(NeuronSource source)
    {
        if (!source.Marked(Vocabulary.State).Any())
        {
            source.Diagnostics.Report(Descriptors.NoState, source.Type.Locations[0], source.Type.Name);
        }

        foreach (MarkedMember member in source.Marked(Vocabulary.Receives).Where(m => source.Mark(m.Symbol, Vocabulary.State) is null))
        {
            source.Diagnostics.Report(Descriptors.ReceivesWithoutState, member.Location, member.Name);
        }

        foreach (MarkedMember member in source.Marked(Vocabulary.Reset, Vocabulary.Margin, Vocabulary.Refractory))
        {
            if (source.Marked(Vocabulary.Spike).Any()) break;
            source.Diagnostics.Report(Descriptors.NeedsSpike, member.Location, member.Word, source.Type.Name);
        }

        IEnumerable<MarkedMember> members = source.Marked([.. Variables, .. Computed]);
        foreach (IGrouping<ISymbol, MarkedMember> roles in members.GroupBy<MarkedMember, ISymbol>(m => m.Symbol, SymbolEqualityComparer.Default))
        {
            string[] words = [.. roles.Select(r => r.Word)];
            string? other = words.FirstOrDefault(w => Conflict(words[0], w));
            if (other is not null) source.Diagnostics.Report(Descriptors.ConflictingRoles, roles.Key.Locations[0], roles.Key.Name, words[0], other);
        }

        return !source.Diagnostics.Failed;
    }

    private static bool Conflict(string a, string b)
    {
        if (a == b || (IsParameter(a) && IsParameter(b))) return false;
        return Variables.Contains(a) || Variables.Contains(b) || (IsEquation(a) && IsEquation(b));
    }

    private static bool IsParameter(string word) => word is Vocabulary.Parameter or Vocabulary.Refractory;

    private static bool IsEquation(string word) => word is Vocabulary.Derivative or Vocabulary.Update;
}
