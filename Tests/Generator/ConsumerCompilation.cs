using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NeuronDsl.Tests.Generator;

/// <summary>A user's project in memory: nullable, documented, every warning an error.</summary>
internal static class ConsumerCompilation
{
    /// <summary>The file beside those under test that has nothing to do with them.</summary>
    public const string UnrelatedPath = "Unrelated.cs";

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(NeuronAttribute).Assembly.Location),
    ];

    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary,
        generalDiagnosticOption: ReportDiagnostic.Error,
        warningLevel: 9999,
        allowUnsafe: false,
        optimizationLevel: OptimizationLevel.Release,
        nullableContextOptions: NullableContextOptions.Enable);

    /// <summary>The sources as File0.cs, File1.cs and so on, with System and NeuronDsl in use.</summary>
    public static CSharpCompilation Create(params string[] sources) => CSharpCompilation.Create(
        "Consumer" + Guid.NewGuid().ToString("N"),
        [
            .. sources.Select((source, i) => Parse(source, $"File{i}.cs")),
            Parse("global using System; global using NeuronDsl;", "Usings.cs"),
            Parse("internal static class Unrelated { }", UnrelatedPath),
        ],
        References,
        Options);

    public static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, ParseOptions, path, System.Text.Encoding.UTF8);

    /// <summary>The compilation with one file's text changed.</summary>
    public static CSharpCompilation WithText(this CSharpCompilation compilation, string path, Func<string, string> edit)
    {
        SyntaxTree tree = compilation.SyntaxTrees.Single(t => t.FilePath == path);
        return compilation.ReplaceSyntaxTree(tree, Parse(edit(tree.ToString()), path));
    }
}
