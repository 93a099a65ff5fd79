using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace NeuronDsl.Testing;

/// <summary>
/// Accepted files of generated code, by the file conventions of Verify.SourceGenerators: <c>Class.Test#hint.verified.cs</c>, and
/// <c>.received.cs</c> beside it where they differ. With UPDATE_SNAPSHOTS=1 in the environment what was generated is accepted.
/// </summary>
internal static class SnapshotFolder
{
    private static bool Accepts => Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1";

    /// <summary>Compares generated files with those accepted.</summary>
    /// <param name="folder">The folder, made if it is not there.</param>
    /// <param name="test">What the files' names begin with.</param>
    /// <param name="files">The generated files.</param>
    /// <returns>What differs, is new, or is no longer generated; null where nothing does.</returns>
    public static string? Compare(string folder, string test, IEnumerable<(string HintName, string Text)> files)
    {
        Directory.CreateDirectory(folder);
        List<string> differences = [];
        HashSet<string> current = [];
        foreach ((string hintName, string text) in files.OrderBy(f => f.HintName, StringComparer.Ordinal))
        {
            string stem = Path.Combine(folder, $"{test}#{Path.GetFileNameWithoutExtension(hintName)}");
            current.Add(stem + ".verified.cs");
            if (Compare(stem, $"//HintName: {hintName}\n{text}") is { } difference) differences.Add(difference);
        }

        foreach (string stale in Directory.GetFiles(folder, $"{test}#*.verified.cs").Where(path => !current.Contains(path)))
        {
            if (Accepts) File.Delete(stale);
            else differences.Add($"{Path.GetFileName(stale)} is no longer generated");
        }

        return differences.Count == 0 ? null : $"Snapshots differ (UPDATE_SNAPSHOTS=1 accepts them):\n{string.Join("\n\n", differences)}";
    }

    private static string? Compare(string stem, string actual)
    {
        string verified = stem + ".verified.cs", received = stem + ".received.cs";
        string expected = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : "";
        File.Delete(received);
        if (actual == expected) return null;
        File.WriteAllText(Accepts ? verified : received, actual);
        return Accepts ? null : $"{Path.GetFileName(verified)}\n{Difference(expected, actual)}";
    }

    private static string Difference(string expected, string actual)
    {
        DiffPaneModel difference = new InlineDiffBuilder(new Differ()).BuildDiffModel(expected, actual);
        return string.Join("\n", difference.Lines
            .Where(line => line.Type != ChangeType.Unchanged)
            .Select(line => (line.Type == ChangeType.Inserted ? "+ " : "- ") + line.Text));
    }
}
