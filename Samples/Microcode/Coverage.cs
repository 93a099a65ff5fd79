using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Microcode;

namespace MicrocodeSample;

/// <summary>Which neurons of the catalogue have a program, by scheme and width of words, and why the others have none.</summary>
internal sealed class Coverage
{
    private static readonly string[] Schemes = ["Euler", "RungeKutta4"];
    private static readonly int[] Widths = [32, 16];

    private readonly List<(string Neuron, string Scheme, int Bits, FixedProgram? Program, NeuronModel? Model, string? Reason)> _found = [];

    /// <summary>Compiles neurons.</summary>
    /// <param name="neurons">Names of the catalogue.</param>
    /// <param name="schemes">The schemes; all, if none is named.</param>
    public Coverage(IEnumerable<string> neurons, params string[] schemes)
    {
        foreach (string neuron in neurons)
        {
            foreach (string scheme in schemes.Length > 0 ? schemes : Schemes)
            {
                foreach (int bits in Widths)
                {
                    try
                    {
                        (_, FixedProgram program, NeuronModel? model) = Catalogue.Find(neuron, scheme, bits);
                        _found.Add((neuron, scheme, bits, program, model, null));
                    }
                    catch (ArgumentException e)
                    {
                        _found.Add((neuron, scheme, bits, null, null, e.Message));
                    }
                }
            }
        }
    }

    /// <summary>The programs, each with the neuron that it is of.</summary>
    public IReadOnlyList<(FixedProgram Program, NeuronModel Model)> Programs => [.. _found.Where(f => f.Program is not null).Select(f => (f.Program!, f.Model!))];

    /// <summary>Writes a line a neuron and scheme, and a line for each program that there is not.</summary>
    public void Print(TextWriter output)
    {
        output.WriteLine("Programs: states with proven bounds (the others are clamped to bounds declared or measured), operations; 'held' where inner stages are held to measured bounds:");
        output.WriteLine($"  {"neuron",-30} {"scheme",-12} {string.Join(" ", Widths.Select(w => $"{w + " bits",-22}"))}");
        foreach (var row in _found.GroupBy(f => (f.Neuron, f.Scheme)))
        {
            output.WriteLine($"  {row.Key.Neuron,-30} {row.Key.Scheme,-12} {string.Join(" ", row.Select(f => $"{Cell(f.Program),-22}"))}".TrimEnd());
        }

        foreach (var (_, _, _, _, _, reason) in _found) if (reason is not null) output.WriteLine($"  no program: {reason}");
        output.WriteLine($"  {Programs.Count} of {_found.Count}");
    }

    private static string Cell(FixedProgram? program)
    {
        if (program is null) return "-";
        FixedVariable[] states = [.. program.States.Where(s => s.Role == FixedRole.State)];
        return $"{states.Count(s => s.Range.Proven)}/{states.Length} proven, {program.Operations.Length} ops{(states.Any(s => s.Stages is not null) ? ", held" : "")}";
    }
}
