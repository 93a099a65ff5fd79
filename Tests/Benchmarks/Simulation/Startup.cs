using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection.PortableExecutable;
using NeuronDsl.Benchmarks.Measuring;
using NeuronDsl.Benchmarks.Neurons;

namespace NeuronDsl.Benchmarks.Simulation;

/// <summary>How long a program of ours takes from the start of its process to the first step of 1,000 Hodgkin-Huxley neurons.</summary>
internal static class Startup
{
    /// <summary>Makes this program take that step and nothing else.</summary>
    public const string Argument = "first-step";

    /// <summary>Whether this program was compiled ahead of time, as published programs are.</summary>
    public static bool IsReadyToRun { get; } = ReadHeader();

    /// <summary>The child's part: the step, then the time, by a clock that processes share.</summary>
    public static int TakeFirstStep()
    {
        using var neurons = new HodgkinHuxley.Population(1_000);
        neurons.I.Fill(10f);
        neurons.Step(0.01f);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetTimestamp()} {Environment.CpuUsage.TotalTime.TotalMilliseconds}"));
        return 0;
    }

    /// <summary>Starts this program anew several times, with the runtime's usual settings.</summary>
    /// <returns>The medians: milliseconds on the wall, and of processor time.</returns>
    public static (double Wall, double Cpu) Measure(int runs)
    {
        var results = Enumerable.Range(0, runs).Select(_ => Once()).ToArray();
        return (Sample.Median(results.Select(r => r.Wall)), Sample.Median(results.Select(r => r.Cpu)));
    }

    private static (double Wall, double Cpu) Once()
    {
        (string line, long start) = Child.Run([Argument], ("DOTNET_TieredCompilation", "1"), ("DOTNET_TieredPGO", "0"));
        string[] printed = line.Split(' ');
        return (Stopwatch.GetElapsedTime(start, long.Parse(printed[0], CultureInfo.InvariantCulture)).TotalMilliseconds, double.Parse(printed[1], CultureInfo.InvariantCulture));
    }

    private static bool ReadHeader()
    {
        string path = typeof(Startup).Assembly.Location;
        if (path.Length == 0) return true;
        using PEReader reader = new(File.OpenRead(path));
        return reader.PEHeaders.CorHeader?.ManagedNativeHeaderDirectory.Size > 0;
    }
}
