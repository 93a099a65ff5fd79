using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using Xunit.Sdk;

namespace NeuronDsl.Tests.Generator;

/// <summary>
/// Compares emitted files with those accepted before, by the file conventions of Verify.SourceGenerators:
/// <c>Snapshots/Test.Method#hint.verified.cs</c>, and <c>.received.cs</c> beside it where they differ. With UPDATE_SNAPSHOTS=1 in the
/// environment what was emitted is accepted.
/// </summary>
internal static class Snapshot
{
    private static readonly string Root =
        typeof(Snapshot).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "SnapshotRoot").Value!;

    private static bool Accepts => Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1";

    /// <summary>Asserts that a test emits the files it did before, each with the text it had.</summary>
    public static void Match(string test, IEnumerable<(string HintName, string Text)> sources, string? root = null)
    {
        root ??= Root;
        Directory.CreateDirectory(root);
        List<string> differences = [];
        HashSet<string> current = [];
        foreach ((string hintName, string text) in sources.OrderBy(s => s.HintName, StringComparer.Ordinal))
        {
            string stem = Path.Combine(root, $"{test}#{Path.GetFileNameWithoutExtension(hintName)}");
            current.Add(stem + ".verified.cs");
            if (Compare(stem, $"//HintName: {hintName}\n{text}") is { } difference) differences.Add(difference);
        }

        foreach (string stale in Directory.GetFiles(root, $"{test}#*.verified.cs").Where(path => !current.Contains(path)))
        {
            if (Accepts) File.Delete(stale);
            else differences.Add($"{Path.GetFileName(stale)} is no longer emitted");
        }

        if (differences.Count == 0) return;
        throw new XunitException($"Snapshots differ (UPDATE_SNAPSHOTS=1 accepts them):\n{string.Join("\n\n", differences)}");
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
