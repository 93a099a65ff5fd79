using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using DistributedSample;
using Xunit;

namespace NeuronDsl.Tests.Distributed;

/// <summary>The sample program on several ranks, started by mpirun as a user starts it.</summary>
internal sealed class Ranks : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new(), _error = new();

    private Ranks(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Add(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Add(_error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output => Text(_output);

    public string Error => Text(_error);

    /// <summary>Starts a program: on one rank by itself where <paramref name="count"/> is 0.</summary>
    /// <param name="count">How many ranks.</param>
    /// <param name="arguments">The command line; a first word that ends in .dll is another program than the sample.</param>
    public static Ranks Start(int count, params string[] arguments)
    {
        bool other = arguments[0].EndsWith(".dll", StringComparison.Ordinal);
        string program = other ? Path.Combine(AppContext.BaseDirectory, arguments[0]) : typeof(Checksum).Assembly.Location;
        if (other) arguments = arguments[1..];
        ProcessStartInfo start = count == 0
            ? new("dotnet", [program, .. arguments])
            : new("mpirun", ["--allow-run-as-root", "--oversubscribe", "-n", $"{count}", "--mca", "btl_vader_single_copy_mechanism", "none", "dotnet", program, .. arguments]);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);

        // mpirun gives its ranks terminals; one without any controls keeps them out of the output.
        start.Environment["TERM"] = "dumb";
        return new Ranks(Process.Start(start)!);
    }

    /// <summary>Runs the sample to its end, which must be a good one.</summary>
    public static string[] Run(int count, params string[] arguments)
    {
        using Ranks ranks = Start(count, arguments);
        int code = ranks.Wait(TimeSpan.FromMinutes(5));
        Assert.True(code == 0, $"{count} ranks ended with {code}: {ranks.Output}\n{ranks.Error}");
        return ranks.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Skips the test where there is no MPI.</summary>
    public static void Require() => Skip.IfNot(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "mpirun"))),
        "was not run: there is no mpirun; install openmpi-bin");

    /// <summary>Waits until a line has been printed.</summary>
    public void WaitFor(string line)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (!Output.Contains(line, StringComparison.Ordinal))
        {
            Assert.False(_process.HasExited, $"It ended before it printed '{line}': {Output}\n{Error}");
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(3), $"'{line}' was not printed: {Output}");
            Thread.Sleep(20);
        }
    }

    /// <summary>Kills one of the ranks, as a failing machine would.</summary>
    public void KillOne()
    {
        List<Process> ranks = [];
        foreach (string task in Directory.GetDirectories($"/proc/{_process.Id}/task"))
        {
            foreach (string child in File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries)) ranks.Add(Process.GetProcessById(int.Parse(child)));
        }

        ranks.Where(r => r.ProcessName.Contains("dotnet", StringComparison.Ordinal)).OrderBy(r => r.Id).Last().Kill();
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public int Wait(TimeSpan limit)
    {
        Assert.True(_process.WaitForExit(limit), $"It was still running after {limit}: {Output}\n{Error}");
        _process.WaitForExit();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static void Add(StringBuilder text, string? line)
    {
        if (line is null) return;
        lock (text) text.Append(line).Append('\n');
    }

    private static string Text(StringBuilder text)
    {
        lock (text) return text.ToString();
    }
}
