using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using NeuronDsl.Interchange;
using Xunit;

namespace NeuronDsl.Tests.Interchange;

/// <summary>NIR files: written here and read by h5py, written by h5py and read here, and damaged ones.</summary>
public sealed class NirFileTests
{
    [SkippableFact]
    public void Another_library_reads_what_is_written()
    {
        RequireHdf5();
        Python.Require("h5py", "python3-h5py");
        using TemporaryFolder folder = new();
        new NirGraph(Recurrent.Nodes, Recurrent.Edges) { Dt = 1e-4, Discretisation = NirDiscretisation.Euler }.Write(folder["graph.nir"]);
        JsonElement file = JsonDocument.Parse(Python.Script("read_nir.py", folder["graph.nir"])).RootElement;
        JsonElement root = file.GetProperty("node"), nodes = root.GetProperty("nodes");
        Assert.Equal("1.0", file.GetProperty("version").GetString());
        Assert.Equal("NIRGraph", root.GetProperty("type").GetString());
        Assert.Equal(1e-4, root.GetProperty("metadata").GetProperty("dt").GetDouble());
        Assert.Equal("euler", root.GetProperty("metadata").GetProperty("discretisation").GetString());
        Assert.Equal("""[["input","weights"],["weights","lif"],["lif","back"],["back","lif"],["lif","late"],["late","output"]]""", root.GetProperty("edges").GetRawText().Replace(" ", ""));
        Assert.Equal("[2]", nodes.GetProperty("input").GetProperty("shape").GetRawText());
        Assert.Equal("[[1.0,-2.5],[0.5,0.25],[0.0,3.0]]", nodes.GetProperty("weights").GetProperty("weight").GetRawText().Replace(" ", ""));
        Assert.Equal("[0.0025,0.005,0.01]", nodes.GetProperty("lif").GetProperty("tau").GetRawText().Replace(" ", ""));
        Assert.Equal("subtract", nodes.GetProperty("lif").GetProperty("metadata").GetProperty("reset").GetString());
    }

    [SkippableFact]
    public void What_is_read_is_what_was_written()
    {
        RequireHdf5();
        using TemporaryFolder folder = new();
        NirGraph graph = new(Recurrent.Nodes, Recurrent.Edges) { Dt = 1e-4, Discretisation = NirDiscretisation.Exact };
        graph.Write(folder["graph.nir"]);
        NirGraph read = NirGraph.Read(folder["graph.nir"]);
        Assert.Equal((graph.Dt, graph.Discretisation), (read.Dt, read.Discretisation));
        Assert.Equal(graph.Edges, read.Edges);
        Assert.Equal(graph.Nodes.Keys.Order(), read.Nodes.Keys.Order());
        foreach ((string name, NirNode node) in graph.Nodes)
        {
            Assert.Equal(node.Type, read.Nodes[name].Type);
            Assert.Equal(node.Parameters.OrderBy(p => p.Key), read.Nodes[name].Parameters.OrderBy(p => p.Key));
            Assert.Equal(node.Metadata, read.Nodes[name].Metadata);
        }
    }

    [SkippableFact]
    public void Every_node_of_the_list_survives_a_file()
    {
        RequireHdf5();
        using TemporaryFolder folder = new();
        NirGraph graph = NirGraphs.Everything;
        graph.Write(folder["all.nir"]);
        NirGraph read = NirGraph.Read(folder["all.nir"]);
        Assert.Equal(
            ["Affine", "AvgPool2d", "Conv1d", "Conv2d", "CubaLI", "CubaLIF", "Delay", "Flatten", "I", "IF", "Input", "LI", "LIF", "Linear", "Output", "Scale", "SumPool2d", "Threshold"],
            read.Nodes.Values.Select(n => n.Type).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(graph.Shapes.OrderBy(s => s.Key).Select(s => (s.Key, string.Join('x', s.Value))), read.Shapes.OrderBy(s => s.Key).Select(s => (s.Key, string.Join('x', s.Value))));
        Assert.All(graph.Nodes, n => Assert.Equal(n.Value.Words, read.Nodes[n.Key].Words));
    }

    [SkippableTheory]
    [InlineData("version.nir", "is of NIR version '2.1'; versions 0 and 1 are read.")]
    [InlineData("missing.nir", "the edge 0 -> 1 names a node '1' that is not there.")]
    [InlineData("unknown.nir", "node '1' is a 'Sigma'; known are Input, Output, Affine")]
    [InlineData("incomplete.nir", "node '1', a LIF, has no 'tau'; it needs tau, r, v_leak, v_threshold.")]
    [InlineData("shapes.nir", "node '1', a LIF, has 'r' of shape [1], but 'tau' of shape [2].")]
    [InlineData("edge.nir", "node '0', a Affine, takes [3], but is given [1].")]
    [InlineData("cycle.nir", "a cycle passes through no neuron and no delay; it is among the nodes '0', 'loop'.")]
    public void A_wrong_file_gives_one_clear_error(string name, string message)
    {
        using TemporaryFolder folder = WrittenByH5py();
        var refused = Assert.Throws<InvalidDataException>(() => NirGraph.Read(folder[name]));
        Assert.StartsWith(folder[name], refused.Message, StringComparison.Ordinal);
        Assert.Contains(message, refused.Message);
    }

    [SkippableFact]
    public void A_file_cut_short_is_refused_wherever_it_is_cut()
    {
        using TemporaryFolder folder = WrittenByH5py();
        byte[] whole = File.ReadAllBytes(folder["paper.nir"]);
        foreach (int length in new[] { 0, 5, 40, 200, whole.Length / 2, whole.Length - 1 })
        {
            File.WriteAllBytes(folder["cut.nir"], whole[..length]);
            var refused = Assert.Throws<InvalidDataException>(() => NirGraph.Read(folder["cut.nir"]));
            Assert.Contains(length < 8 ? "expected the signature of HDF5" : "the file is truncated.", refused.Message);
        }
    }

    [SkippableFact]
    public void A_file_that_is_not_there_or_is_something_else_is_refused()
    {
        RequireHdf5();
        using TemporaryFolder folder = new();
        Assert.Throws<FileNotFoundException>(() => NirGraph.Read(folder["none.nir"]));
        File.WriteAllText(folder["text.nir"], "weights, biases and thresholds");
        Assert.EndsWith("at offset 0 expected the signature of HDF5; this is no NIR file.", Assert.Throws<InvalidDataException>(() => NirGraph.Read(folder["text.nir"])).Message);
    }

    [SkippableFact]
    public void A_file_that_cannot_be_written_leaves_the_old_one_whole()
    {
        RequireHdf5();
        using TemporaryFolder folder = new();
        Recurrent.Write(folder["graph.nir"]);
        byte[] before = File.ReadAllBytes(folder["graph.nir"]);
        Directory.CreateDirectory(folder["graph.nir.partial"]);
        Assert.ThrowsAny<Exception>(() => Recurrent.Write(folder["graph.nir"]));
        Assert.Equal(before, File.ReadAllBytes(folder["graph.nir"]));
    }

    internal static void RequireHdf5() => Skip.IfNot(Hdf5Library.IsAvailable, "was not run: there is no HDF5 library; install libhdf5-103-1");

    internal static TemporaryFolder WrittenByH5py()
    {
        RequireHdf5();
        Python.Require("h5py", "python3-h5py");
        TemporaryFolder folder = new();
        Python.Script("write_nir.py", folder[""]);
        return folder;
    }

    private static NirGraph Recurrent => new(
        [
            new("input", NirNode.Input(2)),
            new("weights", NirNode.Linear(new NirArray([3, 2], [1, -2.5, 0.5, 0.25, 0, 3]))),
            new("lif", NirNode.Lif(NirArray.Of(0.0025, 0.005, 0.01), NirArray.Of(1, 1, 1), NirArray.Of(0, 0, 0), NirArray.Of(1, 2, 3), NirArray.Of(0, 0, 0))
                with { Metadata = new System.Collections.Generic.Dictionary<string, string> { ["reset"] = "subtract" } }),
            new("back", NirNode.Affine(new NirArray([3, 3], [0, 1, 0, 0, 0, 1, 1, 0, 0]), NirArray.Of(0, 0, 0.5))),
            new("late", NirNode.Delay(NirArray.Of(0.001, 0.002, 0))),
            new("output", NirNode.Output(3)),
        ],
        [("input", "weights"), ("weights", "lif"), ("lif", "back"), ("back", "lif"), ("lif", "late"), ("late", "output")]);
}
