using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace NeuronDsl.Tests.Generator;

/// <summary>The neurons of the catalogue as sources; compiled as they stand they are the assembly NeuronDsl.Models.</summary>
internal static class Catalogue
{
    private static readonly Lazy<Assembly> Twin = new(() => GeneratorHarness.CompileDoubleTwin([.. Files!]));

    /// <summary>One file a neuron.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. Directory.GetFiles(Path.Combine(RepositoryRoot, "Models"), "*.cs").Order(StringComparer.Ordinal)];

    /// <summary>All of them in double precision, compiled once for all tests.</summary>
    public static Assembly InDouble => Twin.Value;

    private static string RepositoryRoot =>
        typeof(Catalogue).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
}
