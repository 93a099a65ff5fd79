using System;
using System.Globalization;
using System.IO;
using System.Linq;
using NeuronDsl.Testing;
using Xunit;

namespace NeuronDsl.Tests.Analysis;

/// <summary>The helper for users' own snapshots: it accepts when told, and sees what changes, appears and goes.</summary>
public sealed class TestingPackageTests : IDisposable
{
    private const string Leaky = """
        [Neuron(Targets = Target.Simulation)]
        public partial class Leaky
        {
            [State] public float v;
            [Input] public float x;
            [Update(nameof(v))] float Next => 0.5f * v + x;
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("neurondsl-snapshots-").FullName;

    private string TestFile => Path.Combine(_folder, "MyTests.cs");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_accepted_holds_until_the_neuron_changes()
    {
        SnapshotException first = Assert.Throws<SnapshotException>(() => Verify(Leaky));
        Assert.Contains("+ ", first.Message, StringComparison.Ordinal);
        string[] received = Directory.GetFiles(Path.Combine(_folder, "Snapshots"), "MyTests.Case#*.received.cs");
        Assert.Equal(3, received.Length);
        foreach (string file in received) File.Move(file, file.Replace(".received.", ".verified.", StringComparison.Ordinal));
        Verify(Leaky);
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, "Snapshots"), "*.received.cs"));

        SnapshotException changed = Assert.Throws<SnapshotException>(() => Verify(Leaky.Replace("0.5f", "0.25f", StringComparison.Ordinal)));
        Assert.Contains("0.25f", changed.Message, StringComparison.Ordinal);
        Assert.Contains("0.5f", changed.Message, StringComparison.Ordinal);

        File.WriteAllText(Path.Combine(_folder, "Snapshots", "MyTests.Case#Gone.g.verified.cs"), "");
        Assert.Contains("no longer generated", Assert.Throws<SnapshotException>(() => Verify(Leaky)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_that_does_not_compile_is_no_snapshot() =>
        Assert.Contains("NDSL0004", Assert.Throws<SnapshotException>(() => Verify("[Neuron] public partial class Nothing;")).Message, StringComparison.Ordinal);

    [Fact]
    public void The_text_names_no_machine_version_or_time()
    {
        string[] ofThisMachine =
        [
            Environment.CurrentDirectory, AppContext.BaseDirectory, Path.GetTempPath(), Repository.Root, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
            DateTime.Now.ToString("yyyy-MM", CultureInfo.InvariantCulture), typeof(NeuronSnapshot).Assembly.GetName().Version!.ToString(),
        ];
        foreach ((string hint, string text) in GeneratedNeurons.From(Leaky).Files)
        {
            Assert.All(ofThisMachine.Where(t => t.Length > 1), t => Assert.DoesNotContain(t, text, StringComparison.OrdinalIgnoreCase));
            Assert.Equal(text, GeneratedNeurons.From("// another line\n" + Leaky, "class Other { }").Files.Single(f => f.HintName == hint).Text);
        }
    }

    private void Verify(string source) => NeuronSnapshot.Verify(source, null, TestFile, "Case");
}
