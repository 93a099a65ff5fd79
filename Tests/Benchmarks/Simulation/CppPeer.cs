using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using NeuronDsl.Benchmarks.Measuring;

namespace NeuronDsl.Benchmarks.Simulation;

/// <summary>A figure that a peer printed.</summary>
/// <param name="Label">Who it is: a compiler, or one of several ways to write the program.</param>
/// <param name="Model">The workload, with _opt appended where exponentials were shared by hand.</param>
/// <param name="IsDouble">Its precision.</param>
/// <param name="Count">Neurons.</param>
/// <param name="Rate">Million neuron-steps a second of processor time.</param>
/// <param name="Spikes">Spikes in all.</param>
/// <param name="MeanPotential">The mean of the first state.</param>
internal sealed record PeerFigure(string Label, string Model, bool IsDouble, int Count, double Rate, long Spikes, double MeanPotential)
{
    /// <summary>Reads lines of: label, model, type, N, steps, median, best, spikes, mean.</summary>
    public static IReadOnlyList<PeerFigure> Read(string printed) =>
    [
        .. from line in printed.Split('\n')
           let cells = line.Split(',')
           where cells.Length == 9
           select new PeerFigure(cells[0], cells[1], cells[2] == "f64", int.Parse(cells[3], CultureInfo.InvariantCulture), Number(cells[5]), long.Parse(cells[7], CultureInfo.InvariantCulture), Number(cells[8])),
    ];

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
}

/// <summary>The C++ of a compiler: the same equations as textbooks print them, vectorised at the compiler's best settings.</summary>
/// <param name="compiler">Its path.</param>
/// <param name="folder">Where programs are built.</param>
internal sealed class CppPeer(string compiler, string folder)
{
    private static readonly string[] Options = ["-std=c++17", "-O3", "-march=native", "-fopenmp-simd", "-mprefer-vector-width=512"];

    private readonly Dictionary<string, string> _programs = [];

    /// <summary>The compiler's name, for rows.</summary>
    public string Name { get; } = Path.GetFileName(compiler).Split('-')[0];

    /// <summary>The compiler's version and options.</summary>
    public string Description => $"{Tool.Version(compiler)}: {string.Join(' ', Options)}, -ffast-math but for intrinsics";

    /// <summary>Builds a program, if its source is there.</summary>
    /// <param name="source">The source.</param>
    /// <param name="fast">Whether arithmetic may be reordered: not where the program rounds by adding and subtracting a large number.</param>
    public bool Build(string source, bool fast)
    {
        string name = Path.GetFileNameWithoutExtension(source);
        if (!File.Exists(source)) return false;
        string program = Path.Combine(folder, $"{name}-{Name}");
        Tool.Run(folder, compiler, [.. Options, .. fast ? new[] { "-ffast-math" } : [], source, "-o", program]);
        _programs[name] = program;
        return true;
    }

    /// <summary>Whether there is a program.</summary>
    public bool Has(string program) => _programs.ContainsKey(program);

    /// <summary>Runs a workload once, in both precisions.</summary>
    public IReadOnlyList<PeerFigure> Run(string program, string model, int steps, int count) =>
        PeerFigure.Read(Tool.Run(folder, _programs[program], Name, model, steps.ToString(CultureInfo.InvariantCulture), count.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Runs a program that chooses its own sizes.</summary>
    public IReadOnlyList<PeerFigure> RunWhole(string program) => PeerFigure.Read(Tool.Run(folder, _programs[program], Name));

    /// <summary>The compilers that this machine has.</summary>
    public static IEnumerable<CppPeer> Find(string folder) =>
        new[] { Tool.Find("g++"), Tool.Find("clang++", "clang++-21", "clang++-20", "clang++-19", "clang++-18", "clang++-17", "clang++-16", "clang++-15", "clang++-14") }
            .OfType<string>().Select(c => new CppPeer(c, folder));
}
