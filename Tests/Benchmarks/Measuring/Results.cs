using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;
using NeuronDsl.Simulation;
using Spectre.Console;

namespace NeuronDsl.Benchmarks.Measuring;

/// <summary>Prints the rows of a run, and what they were measured on.</summary>
internal static class Results
{
    /// <summary>The machine and what runs on it, a line each.</summary>
    public static IEnumerable<string> Machine(int core)
    {
        string cpu = OperatingSystem.IsLinux() ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "?" : RuntimeInformation.ProcessArchitecture.ToString();
        yield return $"{cpu}, {Environment.ProcessorCount} cores, last-level cache {LastLevelCache / 1024 / 1024} MB, vectors {VectorWidths.Best}; {RuntimeInformation.OSDescription}";
        yield return $"{RuntimeInformation.FrameworkDescription}; {CpuClock.Description}{(core < 0 ? "" : $" on core {core}")}; load {(OperatingSystem.IsLinux() ? File.ReadAllText("/proc/loadavg").Trim() : "unknown")}";
        yield return $"peak of fused multiply-adds: {FmaPeak.Single / 1e9:0.0} GFLOP/s single, {FmaPeak.Double / 1e9:0.0} double";
    }

    /// <summary>The bytes of the last cache before memory.</summary>
    public static long LastLevelCache { get; } = ReadCache();

    /// <summary>Prints the rows as a table.</summary>
    public static void Print(IReadOnlyList<Row> rows)
    {
        Table table = new Table().Border(TableBorder.Simple);
        table.AddColumn(new TableColumn("measured").NoWrap());
        foreach (string column in new[] { "ours", "peer", "unit", "ratio", "goal", "", "GFLOP/s", "of peak", "B/step" }) table.AddColumn(new TableColumn(column).RightAligned().NoWrap());
        foreach (Row row in rows)
        {
            table.AddRow(
                new Text(row.Name),
                new Text(Number(row.Ours)),
                new Text(row.Peer is { } peer ? Number(peer) : "-"),
                new Text(row.Unit),
                new Text(row.Ratio is { } ratio ? $"{ratio:0.00}" : "-"),
                new Text(row.Goal is { } goal ? $"{goal:0.00}" : ""),
                new Text(row.Verdict, row.Verdict switch { "WRONG" => new Style(Color.Red), "missed" => new Style(Color.Yellow), _ => new Style(Color.Green) }),
                new Text(row.OperationsPerSecond > 0 ? $"{row.OperationsPerSecond / 1e9:0.0}" : ""),
                new Text(row.PeakShare > 0 ? $"{100 * row.PeakShare:0} %" : ""),
                new Text(row.BytesPerStep > 0 ? $"{row.BytesPerStep}" : ""));
        }

        AnsiConsole.Write(table);
        foreach (Row row in rows.Where(r => r.Wrong is not null)) AnsiConsole.WriteLine($"WRONG {row.Name}: {row.Wrong}");
        int judged = rows.Count(r => r.Verdict.Length > 0), met = rows.Count(r => r.Verdict == "met");
        AnsiConsole.WriteLine($"{met} of {judged} goals met");
    }

    /// <summary>Writes the rows for a script; the file appears whole or not at all.</summary>
    public static void Save(IReadOnlyList<Row> rows, FileInfo file)
    {
        file.Directory?.Create();
        string draft = file.FullName + ".draft";
        using (FileStream stream = File.Create(draft))
        {
            JsonSerializer.Serialize(
                stream,
                rows.Select(r => new { name = r.Name, ours = r.Ours, peer = r.Peer, unit = r.Unit, ratio = r.Ratio, goal = r.Goal, wrong = r.Wrong }),
                new JsonSerializerOptions { WriteIndented = true });
        }

        File.Move(draft, file.FullName, overwrite: true);
    }

    private static string Number(double value) => Math.Abs(value) >= 100 ? $"{value:0}" : Math.Abs(value) >= 10 ? $"{value:0.0}" : $"{value:0.00}";

    private static long ReadCache()
    {
        const string Size = "/sys/devices/system/cpu/cpu0/cache/index3/size";
        if (!File.Exists(Size)) return 32L << 20;
        string text = File.ReadAllText(Size).Trim();
        return text.EndsWith('K') ? long.Parse(text.TrimEnd('K'), System.Globalization.CultureInfo.InvariantCulture) << 10 : 32L << 20;
    }
}
