using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using NeuronDsl.Microcode;
using NeuronDsl.Models;

namespace MicrocodeSample;

/// <summary>The neurons of the catalogue that have programs in fixed point, and programs in files.</summary>
internal static class Catalogue
{
    /// <summary>Every program, by the neurons' names.</summary>
    public static IEnumerable<(Type Neuron, FixedProgram Program)> Programs { get; } =
    [
        .. typeof(Izhikevich).Assembly.GetTypes()
            .Select(t => (Type: t, Library: t.GetProperty("Microcode", BindingFlags.Public | BindingFlags.Static)?.GetValue(null)))
            .Where(n => n.Library is not null).OrderBy(n => n.Type.Name, StringComparer.Ordinal)
            .SelectMany(n => ((IEnumerable<FixedProgram>)n.Library!.GetType().GetProperty("Programs")!.GetValue(n.Library)!).Select(p => (n.Type, p))),
    ];

    /// <summary>The neuron's program; or the one in a file with the text of one, and no neuron.</summary>
    /// <param name="name">The neuron, or the file.</param>
    /// <param name="solver">The solver; null for the first.</param>
    /// <param name="bits">The width of words.</param>
    public static (Type? Neuron, FixedProgram Program) Find(string name, string? solver, int bits)
    {
        if (File.Exists(name)) return (null, FixedText.Parse(File.ReadAllText(name)));
        var all = Programs.Where(p => p.Neuron.Name == name).ToList();
        if (all.Count == 0) throw new ArgumentException($"The catalogue has no '{name}' in fixed point; it has {string.Join(", ", Programs.Select(p => p.Neuron.Name).Distinct())}.");
        var fitting = all.Where(p => p.Program.Bits == bits && (solver is null || p.Program.Solver == solver)).ToList();
        return fitting.Count > 0 ? fitting[0]
            : throw new ArgumentException($"{name} has no program {(solver is null ? "" : $"by {solver} ")}in {bits} bits; it has {string.Join(", ", all.Select(p => $"{p.Program.Solver} {p.Program.Bits}"))}.");
    }
}
