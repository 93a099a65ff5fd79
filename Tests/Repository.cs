using System.IO;
using System.Linq;
using System.Reflection;

namespace NeuronDsl.Tests;

/// <summary>Where the repository's own files are, for tests that read them.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!);

    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);
}
