using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using NeuronDsl.Benchmarks.Measuring;

namespace NeuronDsl.Benchmarks.Simulation;

/// <summary>Brian2's standalone C++, at -O3 -march=native -ffast-math, in double precision.</summary>
/// <param name="script">The script that runs a workload and prints a peer's line.</param>
/// <param name="folder">Where it builds.</param>
internal sealed class BrianPeer(string script, string folder)
{
    private const string Python = "/usr/bin/python3";

    /// <summary>Its version.</summary>
    public string Description { get; } = "Brian2 " + Tool.Run(folder, Python, "-c", "import brian2; print(brian2.__version__)").Trim();

    /// <summary>Builds and runs a workload.</summary>
    /// <returns>The figure, and the seconds from the start of the process to its end.</returns>
    public (PeerFigure Figure, double Seconds) Run(string model, int count, int steps)
    {
        Stopwatch watch = Stopwatch.StartNew();
        string printed = Tool.Run(folder, Python, script, "standalone", model, count.ToString(CultureInfo.InvariantCulture), steps.ToString(CultureInfo.InvariantCulture), "f64");
        return (PeerFigure.Read(printed).Single(), watch.Elapsed.TotalSeconds);
    }

    /// <summary>Brian2, if it and the script are there; else the reason why not.</summary>
    public static (BrianPeer? Peer, string Reason) Find(DirectoryInfo? peers, string folder)
    {
        if (peers is null) return (null, "no --peers");
        string script = Path.Combine(peers.FullName, "simulation", "brian", "brian_bench.py");
        if (!File.Exists(script)) return (null, $"{script} is not there");
        if (!File.Exists(Python)) return (null, $"{Python} is not there");
        try
        {
            return (new BrianPeer(script, folder), "");
        }
        catch (InvalidOperationException exception)
        {
            return (null, exception.Message);
        }
    }
}
