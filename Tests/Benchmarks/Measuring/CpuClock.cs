using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace NeuronDsl.Benchmarks.Measuring;

/// <summary>The processor time of the calling thread: what a shared machine leaves comparable. Elsewhere than on Linux, that of the process.</summary>
internal static partial class CpuClock
{
    private const int ThreadCpuTime = 3;

    /// <summary>What the reading is, for reports.</summary>
    public static string Description => OperatingSystem.IsLinux() ? "thread CPU time" : "process CPU time";

    /// <summary>Seconds of processor time so far.</summary>
    public static double Seconds
    {
        get
        {
            if (!OperatingSystem.IsLinux()) return Environment.CpuUsage.TotalTime.TotalSeconds;
            return GetTime(ThreadCpuTime, out Timespec time) == 0 ? time.Seconds + (1e-9 * time.Nanoseconds) : throw new InvalidOperationException("The thread's CPU clock cannot be read.");
        }
    }

    /// <summary>Keeps this thread, and the processes it starts, on one core of those allowed: the last, which is the least used for interrupts.</summary>
    /// <returns>The core, -1 where the system cannot.</returns>
    public static int PinToOneCore()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows()) return -1;
        Process process = Process.GetCurrentProcess();
        int core = 63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)process.ProcessorAffinity);
        process.ProcessorAffinity = (nint)(1UL << core);
        return core;
    }

    /// <summary>Lets this thread, and those it starts from now on, run on every core, whatever the process that started this one was kept to.</summary>
    public static void Unpin()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows()) return;
        Process.GetCurrentProcess().ProcessorAffinity = (nint)((1UL << Math.Min(62, CoresOfMachine)) - 1);
    }

    /// <summary>The cores of the machine: Environment.ProcessorCount knows only those that this process was kept to when it began.</summary>
    public static int CoresOfMachine { get; } = OperatingSystem.IsLinux() ? File.ReadLines("/proc/cpuinfo").Count(l => l.StartsWith("processor", StringComparison.Ordinal)) : Environment.ProcessorCount;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Timespec time);

    private readonly struct Timespec
    {
        public readonly long Seconds, Nanoseconds;
    }
}
