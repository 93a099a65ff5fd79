using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;

namespace NeuronDsl.Testing;

/// <summary>
/// Compares what the generator makes of your neurons with what was accepted before: files beside the test, named as Verify.SourceGenerators names
/// them, <c>Class.Test#hint.verified.cs</c>, with <c>.received.cs</c> beside where they differ. With UPDATE_SNAPSHOTS=1 in the environment what was
/// generated is accepted. The text depends on the neuron alone: no versions, paths, times or machines are in it.
/// </summary>
public static class NeuronSnapshot
{
    /// <summary>Generates the code of the neurons in a C# source and compares every file.</summary>
    /// <param name="source">The source: one or more classes marked <c>[Neuron]</c>, with what they use.</param>
    /// <param name="select">Which generated files, by hint name; left out, all. The scalar neuron and the description are readable in a review.</param>
    /// <param name="file">The test's file, which the compiler fills in.</param>
    /// <param name="test">The test's name, which the compiler fills in.</param>
    /// <exception cref="SnapshotException">A file differs, is new, or is no longer generated; or the source does not compile.</exception>
    public static void Verify(string source, Func<string, bool>? select = null, [CallerFilePath] string file = "", [CallerMemberName] string test = "")
    {
        ArgumentNullException.ThrowIfNull(source);
        GeneratedNeurons generated = GeneratedNeurons.From(source);
        if (generated.Errors.Count > 0) throw new SnapshotException("The source does not compile:\n" + string.Join("\n", generated.Errors));
        string folder = Path.Combine(Path.GetDirectoryName(file) ?? ".", "Snapshots");
        Match(folder, $"{Path.GetFileNameWithoutExtension(file)}.{test}", generated.Files.Where(f => select is null || select(f.HintName)));
    }

    /// <summary>Compares generated files with those accepted in a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="test">What their names begin with.</param>
    /// <param name="files">The generated files.</param>
    /// <exception cref="SnapshotException">A file differs, is new, or is no longer generated.</exception>
    public static void Match(string folder, string test, IEnumerable<(string HintName, string Text)> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (SnapshotFolder.Compare(folder, test, files) is { } differences) throw new SnapshotException(differences);
    }
}
