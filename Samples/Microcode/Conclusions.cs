using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NeuronDsl.Microcode;

namespace MicrocodeSample;

/// <summary>The last lines of `check`: what is proven of programs, what is only measured, what was run, and what is only emitted.</summary>
internal sealed class Conclusions(IReadOnlyList<FixedProgram> programs)
{
    private static readonly Dictionary<string, string> Measurements = new()
    {
        ["words"] = "the exponential's error over all words of 16 bits",
        ["times"] = "when neurons fire beside double precision",
        ["mutations"] = "which mutations are noticed",
        ["instructions"] = "instructions an update, which are no cycles",
        ["network"] = "the digits network's accuracy and instructions",
    };

    private readonly List<string> _measured = [];
    private (int States, Proofs Proofs)? _attacked;

    /// <summary>That proofs were attacked.</summary>
    public void Attacked(int states, Proofs proofs) => _attacked = (states, proofs);

    /// <summary>That a part of the check measured something.</summary>
    public void Measured(string part)
    {
        if (Measurements.TryGetValue(part, out string? what)) _measured.Add(what);
    }

    /// <summary>Writes the lines.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="executors">What programs ran on, and how many gave all words.</param>
    /// <param name="refused">What targets refused.</param>
    public void Print(TextWriter output, IReadOnlyDictionary<string, int> executors, IEnumerable<string> refused)
    {
        FixedProgram[] held = [.. programs.Where(ProgramFacts.IsHeld)];
        int ranges = programs.Count(p => p.Operations.All(o => !o.HasResult || o.Type == FixedType.Bool || o.Range.Proven)), errors = programs.Count(ProgramFacts.HasErrors);
        output.WriteLine($"Proven: where every word of a step lies, in {ranges} of {programs.Count} programs; by how much one step is off, in {errors}. "
            + (_attacked is { } a ? $"Attacked with {a.States:N0} states a program: {(a.Proofs.Faults.Count == 0 ? "none refutes it" : $"{a.Proofs.Faults.Count} programs are refuted")}." : "Not attacked in this run."));
        foreach (FixedProgram program in programs.Where(p => !ProgramFacts.HasErrors(p)))
        {
            string open = string.Join(", ", program.States.Where(s => double.IsInfinity(s.StepError)).Select(s => s.Name));
            output.WriteLine($"  no bound of the error of one step: {open} of {ProgramFacts.Title(program)}, whose words saturate");
        }

        if (held.Length > 0) output.WriteLine($"  with inner stages held to bounds of trial runs: {string.Join(", ", held.Select(ProgramFacts.Title))}");
        IEnumerable<string> measured = _measured.Concat(_attacked is { Proofs.Measured.Count: > 0 } m ? [$"the greatest error of one step where none is proven: {string.Join("; ", m.Proofs.Measured)}"] : []);
        output.WriteLine($"Measured, not proven: {Joined(measured)}.");
        output.WriteLine($"Run, every word equal to the definition: {Joined(executors.Select(e => $"{e.Value} programs as {e.Key}"))}.");
        output.WriteLine($"Only emitted, not run anywhere: programs on FeNN's own core, on SpiNNaker and on boards{string.Concat(refused.Select(r => $"; not even emitted: {r}"))}.");
    }

    private static string Joined(IEnumerable<string> parts)
    {
        string joined = string.Join("; ", parts);
        return joined.Length > 0 ? joined : "nothing in this run";
    }
}
