using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NeuronDsl.Benchmarks.Measuring;

namespace NeuronDsl.Benchmarks.Simulation;

/// <summary>Kernels that were written in C# by hand, many ways for each neuron; the best way counts.</summary>
internal sealed class PrototypePeer
{
    private const string Python = "/usr/bin/python3";

    private static readonly string[][] Ways = [["small"], ["blk"], ["flat"], []];

    private readonly Dictionary<string, List<(string[] Way, string Label)>> _best = [];

    private readonly string _program, _folder;

    private PrototypePeer(string program, string folder) => (_program, _folder) = (program, folder);

    /// <summary>Builds the prototypes beside the peers, if they are there; else says why not.</summary>
    public static (PrototypePeer? Peer, string Reason) Find(DirectoryInfo? peers, string folder)
    {
        if (peers is null) return (null, "no --peers");
        string source = Path.Combine(peers.Parent!.FullName, "prototypes", "simulation");
        if (!File.Exists(Path.Combine(source, "simbench.csproj"))) return (null, $"{source} is not there");

        // Built from a copy: nothing is written beside the sources. Some of them a script writes.
        string copy = Directory.CreateDirectory(Path.Combine(folder, "prototypes")).FullName, output = Path.Combine(folder, "prototypes-bin");
        foreach (string file in Directory.EnumerateFiles(source).Where(f => Path.GetExtension(f) is ".cs" or ".csproj" or ".py")) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        if (Tool.Find("dotnet") is not { } dotnet) return (null, "dotnet is not on the path");
        if (!File.Exists(Python)) return (null, $"{Python} is not there");
        Tool.Run(copy, Python, "genflat.py");
        Tool.Run(copy, dotnet, "build", "-c", "Release", "-v", "q", "--nologo", "-o", output);
        return (new PrototypePeer(Path.Combine(output, "simbench.dll"), folder), "");
    }

    /// <summary>The figure of a neuron in each precision, in the way of writing it that was the best in a first trial.</summary>
    public IReadOnlyList<PeerFigure> Best(Workload workload, int count)
    {
        if (!_best.TryGetValue(workload.Name, out List<(string[] Way, string Label)>? best)) _best[workload.Name] = best = Try(workload, count);

        // Ways are chosen by their names without the steps that they take at once.
        return [.. best.SelectMany(b => Run(b.Way, $"only={b.Label[..b.Label.LastIndexOf("_tb", StringComparison.Ordinal)]}:{workload.Name}", $"n={count}").Where(f => f.Label == b.Label))];
    }

    // One run of each way: all runs of all ways, many of which are slow, would take minutes.
    private List<(string[] Way, string Label)> Try(Workload workload, int count)
    {
        var all = Ways.SelectMany(way => Run(way, $"only={workload.Name}", $"n={count}", $"steps={2 * workload.Steps(count)}").Select(f => (Way: way, Figure: f))).Where(t => t.Figure.Model == workload.Name);
        return [.. all.GroupBy(t => t.Figure.IsDouble).Select(g => g.MaxBy(t => t.Figure.Rate)).Select(t => (t.Way, t.Figure.Label))];
    }

    private IReadOnlyList<PeerFigure> Run(string[] way, params string[] options) => PeerFigure.Read(Tool.Run(_folder, Tool.Find("dotnet")!, [_program, .. way, .. options]));
}
