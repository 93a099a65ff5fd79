using System;
using System.Globalization;
using System.IO;

namespace NeuronDsl.Simulation;

/// <summary>Refuses a projection that the memory cannot hold, before any of it is taken.</summary>
internal static class MemoryBudget
{
    /// <summary>Compares what is needed with what there is.</summary>
    /// <param name="synapses">About how many synapses.</param>
    /// <param name="bytes">About how many bytes they take.</param>
    /// <param name="limit">How many bytes there are; null for what the machine has.</param>
    /// <exception cref="InsufficientMemoryException">It does not fit; the message says what it needs and what there is.</exception>
    public static void Check(double synapses, double bytes, long? limit)
    {
        long available = limit ?? Available();
        if (bytes <= available) return;
        throw new InsufficientMemoryException(string.Create(
            CultureInfo.InvariantCulture,
            $"{synapses:N0} synapses need {bytes:N0} bytes, {bytes / synapses:0.#} each, but " +
            $"{available:N0} bytes are available; nothing was allocated."));
    }

    /// <summary>What the process may still take: of the machine's memory or its container's, whichever is less.</summary>
    private static long Available()
    {
        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - Environment.WorkingSet;
        const string Kernel = "/proc/meminfo";
        if (!OperatingSystem.IsLinux() || !File.Exists(Kernel)) return available;
        foreach (string line in File.ReadLines(Kernel))
        {
            if (!line.StartsWith("MemAvailable:", StringComparison.Ordinal)) continue;
            ReadOnlySpan<char> number = line.AsSpan("MemAvailable:".Length).Trim();
            int end = number.IndexOf(' ');
            if (end > 0 && long.TryParse(number[..end], NumberStyles.None, CultureInfo.InvariantCulture, out long kibibytes))
                return Math.Min(available, kibibytes * 1024);
        }

        return available;
    }
}
