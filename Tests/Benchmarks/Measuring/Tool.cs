using System;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace NeuronDsl.Benchmarks.Measuring;

/// <summary>Programs of the machine, run to their end.</summary>
internal static class Tool
{
    /// <summary>The path of the first of some programs that is there, null where none is.</summary>
    public static string? Find(params string[] names) =>
        (from name in names
         from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
         let path = Path.Combine(folder, name)
         where folder.Length > 0 && File.Exists(path)
         select path).FirstOrDefault();

    /// <summary>Runs a program.</summary>
    /// <param name="folder">The folder to run it in.</param>
    /// <param name="program">Its path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message has the end of what it complained of.</exception>
    public static string Run(string folder, string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        string complaints = "";
        process.ErrorDataReceived += (_, line) => complaints = line.Data ?? complaints;
        process.BeginErrorReadLine();
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? printed : throw new InvalidOperationException($"{Path.GetFileName(program)} {string.Join(' ', arguments)} failed with {process.ExitCode}: {complaints}");
    }

    /// <summary>What a compiler says its version is, on one line.</summary>
    public static string Version(string program) => Run(Path.GetTempPath(), program, "--version").Split('\n')[0].Trim();
}
