using System;
using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Generator.Syntax;

/// <summary>Guesses the name that was meant.</summary>
internal static class NearMiss
{
    /// <summary>
    /// The candidate closest to a misspelt name, null where none is close: at most one edit for each three letters, upper and lower case
    /// being alike.
    /// </summary>
    public static string? Find(string name, IEnumerable<string> candidates) => candidates
        .Select(candidate => (Name: candidate, Distance: Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
        .Where(c => c.Distance <= name.Length / 3)
        .OrderBy(c => c.Distance)
        .Select(c => c.Name)
        .FirstOrDefault();

    /// <summary>The edits that turn one word into another: insertions, deletions and substitutions. Levenshtein (1966).</summary>
    public static int Distance(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int substituted = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[to.Length];
    }
}
