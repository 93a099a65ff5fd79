using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using NeuronDsl.Benchmarks.Measuring;

namespace NeuronDsl.Benchmarks.Training;

/// <summary>A Python process with torch that keeps its networks between turns and times them by its own processor clock.</summary>
internal sealed class TorchPeer : IDisposable
{
    // With these the allocator keeps what tensors gave back, instead of returning it page by page: the peer at its best.
    internal static readonly (string Name, string Value)[] Tuning =
        [("MALLOC_MMAP_THRESHOLD_", "1073741824"), ("MALLOC_TRIM_THRESHOLD_", "8589934592"), ("MALLOC_TOP_PAD_", "67108864")];

    private readonly Process _process;

    private TorchPeer(string python, bool tuned)
    {
        ProcessStartInfo info = new(python, [Path.Combine(AppContext.BaseDirectory, "Training", "torch_peer.py")]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        info.Environment["OMP_NUM_THREADS"] = info.Environment["OPENBLAS_NUM_THREADS"] = "1";
        foreach ((string name, string value) in tuned ? Tuning : []) info.Environment[name] = value;
        _process = Process.Start(info)!;
        Name = tuned ? "torch tuned" : "torch as shipped";
        Description = _process.StandardOutput.ReadLine() ?? "";
    }

    /// <summary>Whose figures these are.</summary>
    public string Name { get; }

    /// <summary>The version that answered.</summary>
    public string Description { get; }

    /// <summary>Starts torch as shipped and as tuned; none where it is not installed.</summary>
    public static IReadOnlyList<TorchPeer> Start()
    {
        // The system's Python first: torch is one of its packages.
        string? python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : Tool.Find("python3");
        if (python is null) return [];
        TorchPeer shipped = new(python, tuned: false);
        if (shipped.Description.StartsWith("torch", StringComparison.Ordinal)) return [shipped, new TorchPeer(python, tuned: true)];
        shipped.Dispose();
        return [];
    }

    /// <summary>Runs a workload.</summary>
    /// <param name="workload">Its name.</param>
    /// <param name="repetitions">How often.</param>
    /// <returns>The median of the seconds of processor time, and what the workload came to.</returns>
    public (double Seconds, double Outcome) Run(string workload, int repetitions)
    {
        _process.StandardInput.WriteLine($"{workload} {repetitions}");
        _process.StandardInput.Flush();
        string answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{Name} ended at the workload {workload}.");
        double[] numbers = [.. answer.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture))];
        return (Sample.Median(numbers[..^1]), numbers[^1]);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.WriteLine("quit");
            _process.StandardInput.Close();
            if (!_process.WaitForExit(5000)) _process.Kill();
        }

        _process.Dispose();
    }
}
