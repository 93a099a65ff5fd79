using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using NeuronDsl.Benchmarks.Measuring;
using Spectre.Console;

namespace NeuronDsl.Benchmarks.Network;

/// <summary>
/// 10,000 leaky neurons with ten million synapses for a second, beside Brian2's standalone C++: the same graph, the same initial potentials, double
/// precision, and so the same spikes. Both sides' time is that of the simulation without set-up, on the wall.
/// </summary>
internal static partial class NetworkMatch
{
    private const int Rounds = 3;

    /// <summary>What one synapse may take of the whole process, with one delay and with drawn ones.</summary>
    private const double BytesGoal = 8, DrawnBytesGoal = 10;

    /// <summary>Measures both kinds of delays, where the peers' graph can be made.</summary>
    /// <param name="peers">The folder of the peers.</param>
    /// <param name="folder">Where the graph and Brian2's programs go.</param>
    /// <param name="rows">Where the rows go.</param>
    public static void Play(DirectoryInfo peers, string folder, List<Row> rows)
    {
        const string Python = "/usr/bin/python3";
        string scripts = Path.Combine(peers.FullName, "simulation", "net"), graph = Path.Combine(folder, "peers-work");
        if (!File.Exists(Path.Combine(scripts, "gen_net.py")) || !File.Exists(Python))
        {
            AnsiConsole.WriteLine("without the network: its generator (net/gen_net.py) or python3 is not there");
            return;
        }

        Directory.CreateDirectory(graph);
        Tool.Run(folder, Python, Path.Combine(scripts, "gen_net.py"));
        foreach (bool random in new[] { false, true })
        {
            string name = $"network 1e7 synapses f64, {(random ? "random delays" : "one delay")}";
            List<NetworkRun> ours = [NetworkRun.Measure(graph, random)];
            string? brian = TryBrian(folder, Python, Path.Combine(scripts, "brian_net.py"), random);
            while (ours.Count < Rounds) ours.Add(NetworkRun.Measure(graph, random));

            double wall = Sample.Median(ours.Select(r => r.WallSeconds));
            NetworkRun run = ours[0];
            string? unequal = ours.Exists(r => r.Spikes != run.Spikes) ? "runs of ours differ in their spikes" : null;
            if (brian is not null && Wall().Match(brian) is { Success: true } times)
            {
                double theirs = Sample.Median(times.Groups[1].Value.Split(',').Select(t => double.Parse(t, CultureInfo.InvariantCulture)));
                long spikes = long.Parse(Spikes().Match(brian).Groups[1].Value, CultureInfo.InvariantCulture);
                rows.Add(new Row($"{name} / Brian2 standalone", wall, theirs, "s", theirs / wall, random ? 6 : 4)
                {
                    Wrong = unequal ?? (spikes == run.Spikes ? null : $"{run.Spikes} spikes, the peer {spikes}"),
                });
                rows.Add(new Row($"{name}: spikes / Brian2", run.Spikes, spikes, "spikes", run.Spikes / (double)spikes, null));
            }
            else
            {
                rows.Add(new Row($"{name} / -", wall, null, "s", null, null) { Wrong = unequal });
            }

            double bytes = (double)ours.Max(r => r.ProcessBytes) / run.Synapses, budget = random ? DrawnBytesGoal : BytesGoal;
            rows.Add(new Row($"{name}: whole process / budget", bytes, budget, "B/synapse", budget / bytes, 1));
            rows.Add(new Row($"{name}: synapses alone / budget", (double)run.SynapseBytes / run.Synapses, budget, "B/synapse", budget * run.Synapses / run.SynapseBytes, null));
        }
    }

    private static string? TryBrian(string folder, string python, string script, bool random)
    {
        try
        {
            return Tool.Run(folder, python, script, random ? "het" : "hom", "1.0", "fast");
        }
        catch (InvalidOperationException exception)
        {
            AnsiConsole.WriteLine($"without Brian2's network: {exception.Message}");
            return null;
        }
    }

    [GeneratedRegex(@"wall_sorted=\[([^\]]+)\]")]
    private static partial Regex Wall();

    [GeneratedRegex(@"spikes=(\d+)")]
    private static partial Regex Spikes();
}
