using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Microcode;

namespace MicrocodeSample;

/// <summary>What is proven of programs, attacked; and what is claimed wrongly on purpose, refuted.</summary>
/// <param name="output">Where the table goes.</param>
/// <param name="states">How many states each program is tried with.</param>
internal sealed class Proofs(TextWriter output, int states)
{
    private const int LoosenedStates = 100_000;

    private readonly List<string> _faults = [];

    private readonly List<string> _measured = [];

    /// <summary>The errors of one step of which no bound is proven, with the greatest that occurred.</summary>
    public IReadOnlyList<string> Measured => _measured;

    /// <summary>The counterexamples.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Searches all programs; how far it is goes to the standard error stream, as a full search takes long.</summary>
    public void Run(IReadOnlyList<(FixedProgram Program, NeuronModel Model)> programs)
    {
        output.WriteLine($"Proofs, {states:N0} random and extreme states a program; per state the greatest error of one step that occurred, and the bound of all:");
        Stopwatch all = Stopwatch.StartNew();
        int errors = 0, useful = 0;
        for (int i = 0; i < programs.Count; i++)
        {
            (FixedProgram program, NeuronModel model) = programs[i];
            string name = ProgramFacts.Title(program);
            Stopwatch watch = Stopwatch.StartNew();
            SearchResult found = ProofSearch.Run(model, program, states);
            Console.Error.WriteLine($"proofs {i + 1}/{programs.Count} {name}: {states / watch.Elapsed.TotalSeconds:N0} states/s, {all.Elapsed.TotalSeconds:N0} s in all");
            if (found.Counterexample is { } counterexample) _faults.Add($"{name}: {counterexample}");
            output.WriteLine($"  {name,-46} {string.Join("; ", program.States.Select((s, k) => (s, k)).Where(x => x.s.Role == FixedRole.State).Select(x => $"{x.s.Name} {found.Worst[x.k]:G3}{Bound(x.s)}"))}");
            for (int k = 0; k < program.States.Length; k++) if (double.IsInfinity(program.States[k].StepError)) _measured.Add($"{program.States[k].Name} of {name}, {found.Worst[k]:G3}");
            FixedProgram loose = program with { States = [.. program.States.Select(s => s with { StepError = s.StepError / 16 })] };
            if (ProofSearch.Counterexample(model, loose, LoosenedStates) is not null) errors++;
            if (program.States.Any(s => s.StepError > 0 && s.StepError < s.Type.ToDouble(s.Range.High - s.Range.Low) / 128)) useful++;
        }

        output.WriteLine($"  no counterexample in {programs.Count - _faults.Count} of {programs.Count} programs, {(double)states * programs.Count:N0} states;");
        output.WriteLine($"  error bounds divided by 16 are refuted in {errors} of {programs.Count} programs by {LoosenedStates:N0} states; in {useful} programs the bound of some state is below 1/128 of its range");
    }

    private static string Bound(FixedVariable state) => double.IsInfinity(state.StepError) ? ", no bound proven" : $" <= {state.StepError:G3}";
}
