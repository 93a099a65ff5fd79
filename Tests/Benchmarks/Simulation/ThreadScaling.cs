using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using NeuronDsl.Benchmarks.Measuring;

namespace NeuronDsl.Benchmarks.Simulation;

/// <summary>What a second thread brings: on the wall, in a process that may use every core.</summary>
internal static class ThreadScaling
{
    /// <summary>Makes this program measure one workload with one and two threads by turns: its name, precision and neurons.</summary>
    public const string Argument = "two-threads";

    private const double Goal = 1.9;
    private const int Rounds = 7;

    /// <summary>Measures workloads at sizes from which on the goal holds.</summary>
    public static void Play(IEnumerable<Workload> workloads, List<Row> rows)
    {
        if (CpuClock.CoresOfMachine < 2) return;

        // A child counts the cores that it may use when it begins.
        CpuClock.Unpin();
        foreach (Workload workload in workloads)
        {
            foreach (int count in new[] { 100_000, 1_000_000 })
            {
                foreach (string type in new[] { "f32", "f64" })
                {
                    double[] rates = [.. Child.Run([Argument, workload.Name, type, $"{count}"]).Printed.Split(' ').Select(r => double.Parse(r, CultureInfo.InvariantCulture))];
                    rows.Add(new Row($"{workload.Name} {type} {count:N0}, two threads / one", rates[1], rates[0], "M steps/s", rates[2], Goal));
                }
            }
        }

        CpuClock.PinToOneCore();
    }

    /// <summary>The child's part: the medians of both rates, and that of the ratios.</summary>
    public static int Run(string name, string type, int count)
    {
        Workload workload = Workload.All.First(w => w.Name == name);
        int steps = workload.Steps(count);
        using MeasuredPopulation population = workload.Create(type == "f64", count);
        population.Step(2);
        List<double> one = [], two = [];
        for (int round = 0; round < Rounds; round++)
        {
            one.Add(Rate(1));
            two.Add(Rate(2));
        }

        Console.WriteLine(FormattableString.Invariant($"{Sample.Median(one)} {Sample.Median(two)} {Sample.Median(two.Zip(one, (b, a) => b / a))}"));
        return 0;

        double Rate(int threads)
        {
            population.Threads = threads;
            long start = Stopwatch.GetTimestamp();
            population.Step(steps);
            return (double)count * steps / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e6;
        }
    }
}
