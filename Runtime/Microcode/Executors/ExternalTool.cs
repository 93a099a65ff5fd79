using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace NeuronDsl.Microcode.Executors;

/// <summary>A program of the machine's that this library did not write: an emulator, an assembler, a compiler.</summary>
public sealed class ExternalTool
{
    private ExternalTool(string path) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The tool, or null where no folder of PATH holds it.</summary>
    /// <param name="name">The file's name.</param>
    public static ExternalTool? Find(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        string? path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
            .Where(folder => folder.Length > 0).Select(folder => System.IO.Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        return path is null ? null : new ExternalTool(path);
    }

    /// <summary>The program in a file.</summary>
    /// <param name="path">The file.</param>
    public static ExternalTool At(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new ExternalTool(path);
    }

    /// <summary>Runs the tool to its end.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">What it reads from its standard input.</param>
    /// <returns>What it wrote to its standard output.</returns>
    /// <exception cref="InvalidOperationException">It ended with an error; the message holds what it said.</exception>
    public byte[] Run(IEnumerable<string> arguments, ReadOnlyMemory<byte> input = default)
    {
        ProcessStartInfo start = new(Path, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> complaint = process.StandardError.ReadToEndAsync();
        Task feed = Task.Run(() =>
        {
            try
            {
                using Stream sink = process.StandardInput.BaseStream;
                sink.Write(input.Span);
            }
            catch (IOException)
            {
                // It ended before it had read everything; its exit code says whether that was right.
            }
        });
        using MemoryStream output = new();
        process.StandardOutput.BaseStream.CopyTo(output);
        feed.Wait();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{System.IO.Path.GetFileName(Path)} ended with {process.ExitCode}: {complaint.Result.Trim()}");
        return output.ToArray();
    }
}
