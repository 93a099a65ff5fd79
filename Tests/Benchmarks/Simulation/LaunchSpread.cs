using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NeuronDsl.Benchmarks.Measuring;

namespace NeuronDsl.Benchmarks.Simulation;

/// <summary>
/// How far a kernel's rate differs from one process to the next: where a frame or a row happens to lie must not decide it. A process's figure is its best of several
/// runs, so that what else the machine does stays out.
/// </summary>
internal static class LaunchSpread
{
    /// <summary>Makes this program print the rate of every kernel of the workloads with a text in their name.</summary>
    public const string Argument = "kernel-rates";

    private const int Processes = 10, Runs = 9, Count = 1_000;
    private const double Budget = 0.10;

    /// <summary>Measures the workloads with a text in their name.</summary>
    public static void Play(string? only, List<Row> rows)
    {
        Dictionary<string, List<double>> rates = [];
        for (int process = 0; process < Processes; process++)
        {
            foreach (string line in Child.Run([Argument, only ?? ""]).Printed.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                string[] cells = line.Split(' ');
                if (!rates.TryGetValue($"{cells[0]} {cells[1]}", out List<double>? all)) rates[$"{cells[0]} {cells[1]}"] = all = [];
                all.Add(double.Parse(cells[2], CultureInfo.InvariantCulture));
            }
        }

        foreach ((string kernel, List<double> all) in rates)
        {
            double spread = Sample.Spread(all);
            rows.Add(new Row($"{kernel} {Count:N0}, spread over {Processes} processes / budget", 100 * spread, 100 * Budget, "%", Budget / spread, 1));
        }
    }

    /// <summary>The child's part.</summary>
    public static int Run(string only)
    {
        CpuClock.PinToOneCore();
        foreach (Workload workload in Workload.Named(only))
        {
            foreach (bool isDouble in new[] { false, true })
            {
                double best = Enumerable.Range(0, Runs).Max(_ => Match.Rate(workload, isDouble, Count, workload.Steps(Count) / 3).Rate);
                Console.WriteLine(FormattableString.Invariant($"{workload.Name} {(isDouble ? "f64" : "f32")} {best}"));
            }
        }

        return 0;
    }
}
