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

/// <summary>What the README and the pages of docs print is true: a block of C# that begins with its usings compiles as it stands, and links lead somewhere.</summary>
public sealed class DocumentationTests
{
    private static readonly string[] Texts = ["README.md",
        .. Directory.GetFiles(Repository.At("docs"), "*.md").Select(path => $"docs/{Path.GetFileName(path)}").Order(StringComparer.Ordinal)];

    public static TheoryData<string> Pages => [.. Texts];

    public static TheoryData<string, int> Programs
    {
        get
        {
            TheoryData<string, int> programs = [];
            foreach (string page in Texts)
            {
                for (int block = 0; block < ProgramsOf(page).Count; block++) programs.Add(page, block);
            }

            return programs;
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Every_program_compiles_without_a_warning(string page, int block)
    {
        CSharpCompilation program = ConsumerCompilation.Create(ProgramsOf(page)[block]);
        program = program.WithOptions(program.Options.WithOutputKind(OutputKind.ConsoleApplication))
            .AddReferences(MetadataReference.CreateFromFile(typeof(Models.HodgkinHuxley).Assembly.Location));
        CSharpGeneratorDriver.Create([new NeuronGenerator().AsSourceGenerator()], parseOptions: ConsumerCompilation.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(program, out Compilation output, out var diagnostics);
        Assert.Empty(diagnostics);
        // The harness imports what the page writes out, and wants documentation comments, which would hide the point of an example.
        Assert.Empty(output.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning && d.Id != "CS1591" && d.Location.SourceTree?.FilePath != "Usings.cs"));
    }

    [Fact]
    public void The_README_and_the_page_of_training_have_programs() =>
        Assert.Equal((2, 1), (ProgramsOf("README.md").Count, ProgramsOf("docs/training.md").Count));

    [Fact]
    public void The_first_example_takes_twenty_lines() =>
        Assert.InRange(ProgramsOf("README.md")[0].Split('\n').Count(line => line.Trim().Length > 0), 1, 21);

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_file_a_page_links_to_is_there(string page)
    {
        string folder = Path.GetDirectoryName(Repository.At(page))!;
        Assert.All(
            Regex.Matches(File.ReadAllText(Repository.At(page)), @"\]\(([^)#:\s]+)(#[^)]*)?\)").Select(m => m.Groups[1].Value),
            link => Assert.True(Path.Exists(Path.Combine(folder, link)), link));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_page_of_docs_can_be_reached_from_the_README(string page) =>
        Assert.True(page == "README.md" || File.ReadAllText(Repository.At("README.md")).Contains($"]({page})", StringComparison.Ordinal), page);

    private static List<string> ProgramsOf(string page) =>
        [.. Regex.Matches(File.ReadAllText(Repository.At(page)), "```csharp\n(using .*?)```", RegexOptions.Singleline).Select(m => m.Groups[1].Value)];
}
