using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;

namespace NeuronDsl.Benchmarks.Measuring;

/// <summary>This program, started anew: for what a process has to be fresh, unpinned or small for.</summary>
internal static class Child
{
    /// <summary>Starts this program and waits for its end.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Settings of the environment to add.</param>
    /// <returns>What it printed, and the time stamp of its start.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static (string Printed, long Start) Run(IReadOnlyList<string> arguments, params (string Name, string Value)[] environment)
    {
        bool hosted = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        string[] all = hosted ? [typeof(Child).Assembly.Location, .. arguments] : [.. arguments];
        ProcessStartInfo info = new(Environment.ProcessPath!, all) { RedirectStandardOutput = true };
        foreach ((string name, string value) in environment) info.Environment[name] = value;
        long start = Stopwatch.GetTimestamp();
        using Process process = Process.Start(info)!;
        string printed = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? (printed, start) : throw new InvalidOperationException($"{string.Join(' ', arguments)} failed with {process.ExitCode}.");
    }
}
