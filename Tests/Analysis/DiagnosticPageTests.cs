using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using NeuronDsl.Generator.Diagnostics;
using NeuronDsl.Tests.Generator;
using Xunit;

namespace NeuronDsl.Tests.Analysis;

/// <summary>
/// Each diagnostic has a page, whose examples are its fixtures: the first raises it at the span that carets mark in the line below, and
/// the second raises nothing.
/// </summary>
public sealed class DiagnosticPageTests
{
    private static readonly string Root =
        typeof(DiagnosticPageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    private static readonly Dictionary<string, DiagnosticDescriptor> All = typeof(Descriptors).GetFields(BindingFlags.Static | BindingFlags.Public)
        .Select(f => f.GetValue(null)).OfType<DiagnosticDescriptor>().ToDictionary(d => d.Id);

    public static TheoryData<string> Ids => [.. All.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_failing_example_raises_it_at_the_marked_span(string id) => GeneratorHarness.Diagnose(id, WithMarks(Examples(id)[0]));

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_mended_example_raises_nothing(string id)
    {
        GeneratorHarness.Read(Examples(id)[1]);
        GeneratorHarness.Diagnose(id, Examples(id)[1]);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_page_bears_the_title(string id)
    {
        DiagnosticDescriptor descriptor = All[id];
        Assert.Equal($"# {id}: {descriptor.Title}", File.ReadLines(PageOf(id)).First());
        Assert.EndsWith($"/docs/diagnostics/{id}.md", descriptor.HelpLinkUri);
    }

    [Fact]
    public void Ids_are_numbers_and_pages_without_strays()
    {
        // Each field of the language has its tens, so that ids have gaps.
        string[] ids = [.. All.Keys.Order(StringComparer.Ordinal)];
        Assert.All(ids, id => Assert.Matches(@"^NDSL\d{4}$", id));
        string[] pages = Directory.GetFiles(Path.Combine(Root, "docs", "diagnostics"), "*.md");
        Assert.Equal(ids, pages.Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_release_files_list_every_diagnostic()
    {
        IEnumerable<string> lines = new[] { "Shipped", "Unshipped" }.SelectMany(s => File.ReadLines(Path.Combine(Root, "Generator", $"AnalyzerReleases.{s}.md")));
        var listed = lines.Select(line => Regex.Match(line, @"^(NDSL\d{4}) \| (\w+) \| (\w+) \|")).Where(m => m.Success)
            .Select(m => (m.Groups[1].Value, m.Groups[2].Value, m.Groups[3].Value));
        Assert.Equal(All.Values.Select(d => (d.Id, d.Category, d.DefaultSeverity.ToString())).Order(), listed.Order());
    }

    private static string PageOf(string id) => Path.Combine(Root, "docs", "diagnostics", id + ".md");

    private static string[] Examples(string id) =>
        [.. Regex.Matches(File.ReadAllText(PageOf(id)), "```csharp\n(.*?)```", RegexOptions.Singleline).Select(m => m.Groups[1].Value)];

    // "// ^^^" under a span becomes [|…|] around it.
    private static string WithMarks(string example)
    {
        List<string> lines = [];
        foreach (string line in example.Split('\n'))
        {
            if (!Regex.IsMatch(line, @"^// *\^+$")) lines.Add(line);
            else lines[^1] = lines[^1].Insert(line.Length, "|]").Insert(line.IndexOf('^'), "[|");
        }

        return string.Join("\n", lines);
    }
}
