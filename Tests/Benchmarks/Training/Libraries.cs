using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using NeuronDsl.Benchmarks.Measuring;
using Spectre.Console;

namespace NeuronDsl.Benchmarks.Training;

/// <summary>
/// What the folder of peers brings beside torch: scripts for libraries, which count where the library imports, and the kernels written by hand in C#.
/// </summary>
internal sealed class Libraries(DirectoryInfo peers, string scratch)
{
    private static readonly (string Name, string Module, string Folder, string Prefix)[] Known =
        [("SpikingJelly", "spikingjelly", "sj14", "sj"), ("snnTorch", "snntorch", "snntorch", "snn"), ("Norse", "norse", "norse", "norse")];

    private readonly HashSet<string> _missing = [];
    private readonly string _scripts = Path.Combine(peers.FullName, "training");

    /// <summary>Runs a layer's script for every library that is there.</summary>
    /// <param name="ours">Ours.</param>
    /// <param name="kind">What the script calls the neuron: lif, plif, izh.</param>
    /// <param name="goal">The goal against the best of them, as tuned.</param>
    /// <param name="rows">Where rows go.</param>
    public void PlayLayer(Workload ours, string kind, double goal, List<Row> rows) => Play(ours, "neuron.py", prefix => [$"{prefix}_{kind}"], "elem-steps/s", goal, rows);

    /// <summary>Runs the connected network's script for every library that is there.</summary>
    public void PlayNetwork(Workload ours, string suffix, double goal, List<Row> rows, params string[] options) =>
        Play(ours, "fc.py", prefix => [prefix + suffix, .. options], "samples/s", goal, rows);

    /// <summary>The script of recurrent adaptive neurons, and the prototypes of the same network.</summary>
    /// <param name="online">E-prop.</param>
    /// <param name="unrolled">Backpropagation through time.</param>
    /// <param name="factorised">E-prop without adaptation.</param>
    /// <param name="rows">Where rows go.</param>
    public void PlayAdaptive(Workload online, Workload unrolled, Workload factorised, List<Row> rows)
    {
        // The prototypes compare themselves with what the peer's script leaves in this folder.
        string reference = Path.Combine(scratch, "ref") + Path.DirectorySeparatorChar;
        Directory.CreateDirectory(reference);
        string[] printed = Python([Path.Combine(AppContext.BaseDirectory, "Training", "alif_peer.py"), reference], tuned: false).Split('\n');
        Add(online, "eprop", "peer's torch, traces", 50);
        Add(factorised, "eprop_lif", "peer's torch, factorised", null);
        Add(unrolled, "bptt", "peer's torch, autograd", 6);
        Add(unrolled, "norse", "Norse LSNN", null);
        Add(unrolled, "snn", "snnTorch RLeaky without adaptation", null);
        IReadOnlyDictionary<string, double> prototypes = Prototypes("alif");
        foreach ((Workload ours, string name) in new[] { (online, "C# ALIF e-prop exact"), (factorised, "C# LIF e-prop factorised"), (unrolled, "C# ALIF BPTT") })
        {
            if (prototypes.TryGetValue(name, out double theirs)) Compare(ours, "prototype", theirs, 0.95);
        }

        void Add(Workload ours, string line, string label, double? goal)
        {
            string found = Array.Find(printed, p => p.StartsWith(line + ":", StringComparison.Ordinal)) ?? throw new InvalidOperationException($"alif_peer.py printed nothing of {line}.");
            if (Figure(found, "samples/s") is not { } theirs) AnsiConsole.WriteLine($"without {label}: {found[(line.Length + 2)..]}");
            else Compare(ours, label, theirs, goal);
        }

        void Compare(Workload ours, string label, double theirs, double? goal)
        {
            double mine = TrainingMatch.Rate(ours);
            rows.Add(new Row($"{ours.Name} / {label}", mine, theirs, ours.Unit, mine / theirs, goal));
        }
    }

    /// <summary>The prototypes' own figures, by what they call them; empty where they are not beside the peers.</summary>
    /// <param name="arguments">What to run.</param>
    public IReadOnlyDictionary<string, double> Prototypes(params string[] arguments)
    {
        string source = Path.Combine(peers.Parent!.FullName, "prototypes", "training");
        if (!File.Exists(Path.Combine(source, "trainbench.csproj")) || Tool.Find("dotnet") is not { } dotnet) return new Dictionary<string, double>();
        string copy = Path.Combine(scratch, "prototypes"), program = Path.Combine(scratch, "prototypes-bin", "trainbench.dll");
        if (!File.Exists(program))
        {
            // Built from a copy: nothing is written beside the sources.
            Directory.CreateDirectory(copy);
            foreach (string file in Directory.EnumerateFiles(source).Where(f => Path.GetExtension(f) is ".cs" or ".csproj")) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            Tool.Run(copy, dotnet, "build", "-c", "Release", "-v", "q", "--nologo", "-o", Path.GetDirectoryName(program)!);
        }

        Dictionary<string, double> figures = [];
        foreach (string line in Tool.Run(scratch, dotnet, [program, .. arguments]).Split('\n'))
        {
            if (line.IndexOf(" fwd", StringComparison.Ordinal) is var end and > 0 && Figure(line, "elem-steps/s") is { } rate) figures[line[..end].Trim()] = rate;
            else if (Figure(line, "samples/s") is { } samples) figures[line.Contains(" ms/batch", StringComparison.Ordinal) ? line[..line.IndexOf(':', StringComparison.Ordinal)] : "samples/s"] = samples;
        }

        return figures;
    }

    private void Play(Workload ours, string script, Func<string, string[]> arguments, string unit, double goal, List<Row> rows)
    {
        foreach ((string name, string module, string folder, string prefix) in Known)
        {
            if (!Imports(module, folder))
            {
                if (_missing.Add(name)) AnsiConsole.WriteLine($"without {name}: not installed");
                continue;
            }

            foreach (bool tuned in new[] { false, true })
            {
                string printed = Python([Path.Combine(_scripts, script), .. arguments(prefix)], tuned);
                if (Figure(printed, unit) is not { } theirs) continue;
                double mine = TrainingMatch.Rate(ours);
                rows.Add(new Row($"{ours.Name} / {name} {(tuned ? "tuned" : "as shipped")}", mine, theirs, ours.Unit, mine / theirs, goal));
            }
        }
    }

    private bool Imports(string module, string folder)
    {
        try
        {
            Python(["-c", $"import sys; sys.path[:0] = [{string.Join(", ", new[] { folder, "stubs" }.Select(f => $"'{Path.Combine(peers.FullName, f)}'"))}]; import {module}"], tuned: false);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private string Python(string[] arguments, bool tuned) => Tool.Run(
        _scripts, "/usr/bin/env", [$"PEERS={peers.FullName}", "OPENBLAS_NUM_THREADS=1", "PYTHONDONTWRITEBYTECODE=1", "PYTHONPATH=.", .. tuned ? TorchPeer.Tuning.Select(t => $"{t.Name}={t.Value}").Append("TUNE=1") : [], "/usr/bin/python3", .. arguments]);

    // The number before a unit.
    private static double? Figure(string text, string unit)
    {
        int at = text.IndexOf(unit, StringComparison.Ordinal);
        if (at < 0) return null;
        string before = text[..at].TrimEnd().TrimEnd('M').TrimEnd();
        return double.TryParse(before[(before.LastIndexOf(' ') + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;
    }
}
