using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using NeuronDsl.Testing;
using Xunit.Sdk;

namespace NeuronDsl.Tests.Generator;

/// <summary>The project's own snapshots, kept as users keep theirs.</summary>
internal static class Snapshot
{
    private static readonly string Root =
        typeof(Snapshot).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "SnapshotRoot").Value!;

    /// <summary>Asserts that a test emits the files it did before, each with the text it had.</summary>
    public static void Match(string test, IEnumerable<(string HintName, string Text)> sources, string? root = null)
    {
        if (SnapshotFolder.Compare(root ?? Root, test, sources) is { } differences) throw new XunitException(differences);
    }
}
