using System;
using System.IO;
using System.Linq;
using NeuronDsl.Tests.Generator;
using Xunit;

namespace NeuronDsl.Tests.Analysis;

/// <summary>The catalogue's neurons carry units, and nothing is to be said of them.</summary>
public sealed class CatalogueAdviceTests
{
    public static TheoryData<string> Neurons => [.. Catalogue.Files.Select(f => Path.GetFileNameWithoutExtension(f))];

    [Theory]
    [MemberData(nameof(Neurons))]
    public void A_published_neuron_raises_nothing(string name)
    {
        string source = Source(name);
        Assert.Empty(Advice.Of(source).Select(d => d.Line()));
    }

    [Theory]
    [MemberData(nameof(Neurons))]
    public void Every_member_declares_its_unit(string name) =>
        Assert.All(Source(name).Split('\n').Where(l => l.TrimStart().StartsWith('[') && l.Contains("] public float ", StringComparison.Ordinal)), line => Assert.Contains("Unit(", line));

    internal static string Source(string name) => File.ReadAllText(Catalogue.Files.Single(f => Path.GetFileNameWithoutExtension(f) == name));
}
