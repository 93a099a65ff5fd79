using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using NeuronDsl.Tests.Catalogue;
using SimulationSample.Catalogue;
using Xunit;

namespace NeuronDsl.Tests.Samples;

/// <summary>The page of the catalogue is what the neurons are now: every one of them, with its picture. The command it names writes it again.</summary>
public sealed partial class CataloguePageTests
{
    public static TheoryData<string> Files => [.. CataloguePage.Files().Select(f => f.Path)];

    [Theory]
    [MemberData(nameof(Files))]
    public void What_is_committed_is_what_the_neurons_give(string path)
    {
        string now = CataloguePage.Files().Single(f => f.Path == path).Text, committed = File.ReadAllText(Repository.At("docs", path));
        bool same = path.EndsWith(".svg", StringComparison.Ordinal)
            ? Number().Replace(now, "#") == Number().Replace(committed, "#") && Numbers(now).Zip(Numbers(committed)).All(n => Math.Abs(n.First - n.Second) < 0.25)
            : now == committed;
        Assert.True(same, $"docs/{path} is of old: dotnet run -c Release --project Samples/Simulation -- catalogue");
    }

    [Fact]
    public void Every_neuron_has_a_picture_and_no_picture_is_left_over()
    {
        Assert.Equal(NeuronCatalogue.Names, CatalogueNeuron.All.Select(n => n.Type.Name).Order(StringComparer.Ordinal));
        Assert.Equal(NeuronCatalogue.Names, Directory.GetFiles(Repository.At("docs", "models")).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
        string page = File.ReadAllText(Repository.At("docs", "models.md"));
        Assert.Equal(NeuronCatalogue.Names, Regex.Matches(page, @"\]\(models/(\w+)\.svg\)").Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    // A picture shows something: what has a spike condition fires, and what is drawn moves.
    [Fact]
    public void Every_neuron_does_what_it_is_for()
    {
        foreach (CatalogueNeuron neuron in CatalogueNeuron.All)
        {
            using var population = neuron.Populate();
            var drawn = neuron.Trace.Draw(population, neuron.Time).Series.Single();
            Assert.Equal(population.Layout.Spikes, drawn.Spikes.Count > 0);
            Assert.True(drawn.Y.ToArray().Distinct().Count() > 2, neuron.Type.Name);
            Assert.All(drawn.Y.ToArray(), y => Assert.True(double.IsFinite(y)));
        }
    }

    // Places are in tenths of a pixel, the last of which hangs on how sums are rounded.
    private static double[] Numbers(string svg) => [.. Number().Matches(svg).Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture))];

    // A sign counts as part of its number; blanks before positive numbers are left out of the comparison with it.
    [GeneratedRegex(@" ?-?(\d+\.?\d*|\.\d+)")]
    private static partial Regex Number();
}
