using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NeuronDsl.Generator;

namespace NeuronDsl.Testing;

/// <summary>What the generator makes of some sources.</summary>
public sealed class GeneratedNeurons
{
    private GeneratedNeurons(IReadOnlyList<(string HintName, string Text)> files, IReadOnlyList<string> advice, IReadOnlyList<string> errors)
    {
        Files = files;
        Advice = advice;
        Errors = errors;
    }

    /// <summary>The generated files, by hint name.</summary>
    public IReadOnlyList<(string HintName, string Text)> Files { get; }

    /// <summary>The generator's warnings and suggestions.</summary>
    public IReadOnlyList<string> Advice { get; }

    /// <summary>Errors of the generator, and of C# in the sources with what was generated.</summary>
    public IReadOnlyList<string> Errors { get; }

    /// <summary>Runs the generator.</summary>
    /// <param name="sources">C# files; System and NeuronDsl are in use.</param>
    public static GeneratedNeurons From(params string[] sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        CSharpParseOptions options = new(LanguageVersion.Latest);
        IEnumerable<SyntaxTree> trees = sources.Append("global using System; global using NeuronDsl;").Select((s, i) => CSharpSyntaxTree.ParseText(s, options, $"File{i}.cs"));
        IEnumerable<MetadataReference> references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(NeuronAttribute).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path));
        CSharpCompilation compilation = CSharpCompilation.Create("Neurons", trees, references, new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new NeuronGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        if (result.Exception is not null) throw new InvalidOperationException("The generator failed.", result.Exception);
        return new(
            [.. result.GeneratedSources.Select(s => (s.HintName, s.SourceText.ToString())).OrderBy(s => s.HintName, StringComparer.Ordinal)],
            [.. result.Diagnostics.Where(d => d.Severity != DiagnosticSeverity.Error).Select(d => d.ToString())],
            [.. result.Diagnostics.Concat(output.GetDiagnostics()).Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString())]);
    }
}
