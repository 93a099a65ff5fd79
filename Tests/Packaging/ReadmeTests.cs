using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NeuronDsl.Generator;
using NeuronDsl.Tests.Generator;
using Xunit;

namespace NeuronDsl.Tests.Packaging;

/// <summary>What the README prints is true: its C# compiles as it stands.</summary>
public sealed class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Repository.At("README.md"));

    public static TheoryData<int> Blocks => [.. Enumerable.Range(0, CodeBlocks().Count)];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Every_csharp_block_is_a_program_that_compiles_without_a_warning(int block)
    {
        CSharpCompilation program = ConsumerCompilation.Create(CodeBlocks()[block]);
        program = program.WithOptions(program.Options.WithOutputKind(OutputKind.ConsoleApplication));
        CSharpGeneratorDriver.Create([new NeuronGenerator().AsSourceGenerator()], parseOptions: ConsumerCompilation.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(program, out Compilation output, out var diagnostics);
        Assert.Empty(diagnostics);
        // The harness imports what the README writes out, and wants documentation comments, which would hide the point of an example.
        Assert.Empty(output.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning && d.Id != "CS1591" && d.Location.SourceTree?.FilePath != "Usings.cs"));
    }

    [Fact]
    public void The_first_example_takes_twenty_lines() =>
        Assert.InRange(CodeBlocks()[0].Split('\n').Count(line => line.Trim().Length > 0), 1, 21);

    [Fact]
    public void Every_file_it_links_to_is_there()
    {
        string[] links = [.. Regex.Matches(Readme, @"\]\(([^)#:]+)\)").Select(m => m.Groups[1].Value)];
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(Path.Exists(Repository.At(link)), link));
    }

    private static List<string> CodeBlocks() => [.. Regex.Matches(Readme, "```csharp\n(.*?)```", RegexOptions.Singleline).Select(m => m.Groups[1].Value)];
}
