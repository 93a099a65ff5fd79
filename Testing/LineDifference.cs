using System;
using System.Collections.Generic;

namespace NeuronDsl.Testing;

/// <summary>The lines that one text has and another has not, by their longest common subsequence between the ends that are equal.</summary>
internal static class LineDifference
{
    // Beyond this the table would be large; what is there then is shown as it stands.
    private const int MostLines = 3_000;

    public static string Between(string expected, string actual)
    {
        string[] a = expected.Split('\n'), b = actual.Split('\n');
        int start = 0, endA = a.Length, endB = b.Length;
        while (start < endA && start < endB && a[start] == b[start]) start++;
        while (endA > start && endB > start && a[endA - 1] == b[endB - 1])
        {
            endA--;
            endB--;
        }

        if (endA - start > MostLines || endB - start > MostLines) return $"{endA - start} lines are replaced by {endB - start} from line {start + 1} on";
        int[,] common = new int[endA - start + 1, endB - start + 1];
        for (int i = endA - start - 1; i >= 0; i--)
        {
            for (int j = endB - start - 1; j >= 0; j--)
            {
                common[i, j] = a[start + i] == b[start + j] ? 1 + common[i + 1, j + 1] : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        List<string> lines = [$"@@ line {start + 1}"];
        for (int i = 0, j = 0; i < endA - start || j < endB - start;)
        {
            if (i < endA - start && j < endB - start && a[start + i] == b[start + j])
            {
                i++;
                j++;
            }
            else if (j == endB - start || (i < endA - start && common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add("- " + a[start + i++]);
            }
            else
            {
                lines.Add("+ " + b[start + j++]);
            }
        }

        return string.Join("\n", lines);
    }
}
