using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using NeuronDsl.Benchmarks.Measuring;
using NeuronDsl.Benchmarks.Network;
using Spectre.Console;

namespace NeuronDsl.Benchmarks.Simulation;

/// <summary>Simulates every workload, ours and the peers' by turns on one core, and prints one table.</summary>
internal static class SimulationCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Option<DirectoryInfo> peers = new("--peers") { Description = "A folder with the programs to compare with: simulation/sim.cpp, blkcpp.cpp, brian/. Without it, only the C++ that is part of this program." };
        Option<FileInfo> json = new("--json") { Description = "Where to write the rows (name, ours, peer, unit, ratio, goal)." };
        Option<bool> quick = new("--quick") { Description = "1,000 neurons beside C++ only: no Brian2, prototypes, threads, launches, networks." };
        Option<int[]> neurons = new("--neurons") { Description = "Sizes of the populations, in place of 1,000 and 1,000,000.", AllowMultipleArgumentsPerToken = true };
        Option<string> only = new("--only") { Description = "Only workloads with this in their name." };
        Command command = new("simulation", "Million neuron-steps per second of one core, beside C++ and Brian2.") { peers, json, quick, neurons, only };
        command.SetAction(arguments => Run(arguments.GetValue(peers), arguments.GetValue(json), arguments.GetValue(quick), arguments.GetValue(neurons), arguments.GetValue(only)));
        return command;
    }

    private static int Run(DirectoryInfo? peers, FileInfo? json, bool quick, int[]? neurons, string? only)
    {
        int core = CpuClock.PinToOneCore();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("neurondsl-peers");
        try
        {
            foreach (string line in Results.Machine(core)) AnsiConsole.WriteLine(line);
            IReadOnlyList<CppPeer> compilers = Compilers(peers, folder.FullName);
            (BrianPeer? brian, string reason) = quick ? (null, "--quick") : BrianPeer.Find(peers, folder.FullName);
            AnsiConsole.WriteLine(brian?.Description ?? $"without Brian2: {reason}");
            AnsiConsole.WriteLine("operations are counted in the emitted text; ratios are medians over pairs of runs");

            List<Row> rows = [];
            var match = new Match(compilers, rows);
            int[] counts = neurons is { Length: > 0 } ? neurons : quick ? [1_000] : [1_000, 1_000_000];
            foreach (Workload workload in Workload.Named(only))
            {
                foreach (int count in counts) match.Play(workload, count);
            }

            if (Workload.Named(only).Any(w => w.Name == "hh_rk4")) match.PlayIntrinsics(Workload.All.First(w => w.Name == "hh_rk4"));
            if (brian is not null) PlayBrian(brian, Workload.Named(only), rows);
            if (!quick) PlayMore(peers, folder.FullName, only, rows);
            if (only is null || Startup.Argument.Contains(only, StringComparison.Ordinal)) MeasureStartup(brian, rows);
            Results.Print(rows);
            if (json is not null) Results.Save(rows, json);
            return rows.Exists(r => r.Wrong is not null) ? 1 : 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static List<CppPeer> Compilers(DirectoryInfo? peers, string folder)
    {
        List<CppPeer> compilers = [.. CppPeer.Find(folder)];
        string own = Path.Combine(AppContext.BaseDirectory, "Peers", "unseen.cpp");
        foreach (CppPeer compiler in compilers)
        {
            compiler.Build(own, fast: true);
            AnsiConsole.WriteLine(compiler.Description);
            if (peers is null) continue;
            foreach (string name in new[] { "sim.cpp", "blkcpp.cpp" })
            {
                string source = Path.Combine(peers.FullName, "simulation", name);
                if (!compiler.Build(source, fast: name == "sim.cpp")) AnsiConsole.WriteLine($"without {source}: it is not there");
            }
        }

        foreach (string name in new[] { "g++", "clang" }.Where(n => !compilers.Exists(c => c.Name.StartsWith(n, StringComparison.Ordinal)))) AnsiConsole.WriteLine($"without {name}: it is not installed");
        if (peers is null) AnsiConsole.WriteLine("without the textbook C++ of seen neurons: no --peers");
        return compilers;
    }

    private static void PlayBrian(BrianPeer brian, IEnumerable<Workload> workloads, List<Row> rows)
    {
        foreach (Workload workload in workloads.Where(w => w.BrianSteps > 0))
        {
            double ours = Match.Rate(workload, isDouble: true, 1_000, workload.Steps(1_000)).Rate;
            PeerFigure figure = brian.Run(workload.Name, 1_000, workload.BrianSteps).Figure;
            rows.Add(new Row($"{workload.Name} f64 1,000 / Brian2 standalone", ours, figure.Rate, "M steps/s", ours / figure.Rate, workload.BrianGoal));
        }
    }

    // What takes minutes: other processes' kernels, threads and networks.
    private static void PlayMore(DirectoryInfo? peers, string folder, string? only, List<Row> rows)
    {
        IReadOnlyList<Workload> workloads = Workload.Named(only);
        (PrototypePeer? prototypes, string reason) = PrototypePeer.Find(peers, folder);
        if (prototypes is null) AnsiConsole.WriteLine($"without prototypes: {reason}");
        else PrototypeMatch.Play(prototypes, workloads, rows);
        ThreadScaling.Play(workloads, rows);
        if (workloads.Count > 0) LaunchSpread.Play(only, rows);
        if (peers is not null && (only is null || "network".Contains(only, StringComparison.Ordinal))) NetworkMatch.Play(peers, folder, rows);
    }

    private static void MeasureStartup(BrianPeer? brian, List<Row> rows)
    {
        const double Budget = 60;
        (double wall, double cpu) = Startup.Measure(7);
        string how = Startup.IsReadyToRun ? "ReadyToRun" : "JIT";
        rows.Add(new Row($"start to first step of 1,000 HH, {how} / budget", wall, Budget, "ms", Budget / wall, 1));
        rows.Add(new Row($"start to first step of 1,000 HH, {how}, CPU time / budget", cpu, Budget, "ms", Budget / cpu, null));
        if (brian is null) return;
        double seconds = brian.Run("hh_rk4", 1_000, 1).Seconds;
        rows.Add(new Row($"start to first step of 1,000 HH, {how} / Brian2 standalone", wall, 1e3 * seconds, "ms", 1e3 * seconds / wall, null));
    }
}
