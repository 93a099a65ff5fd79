using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using NeuronDsl;
using NeuronDsl.Microcode;
using NeuronDsl.Reports;

namespace MicrocodeSample;

/// <summary>Formats, bounds and errors as a table, and a run in fixed point over the same run in single precision.</summary>
internal static class ErrorReport
{
    private const int Steps = 2000;
    private const double Drive = 0.6;

    public static Report Create(FixedProgram program, Type? neuron)
    {
        Report report = new($"{program.Name} in {program.Bits}-bit fixed point");
        Table formats = new("variable", "role", "format", "unit in the last place", "from", "to", "bounds", "inner stages held to", "error of one step");
        foreach (FixedVariable v in program.States.Concat(program.Inputs))
        {
            formats.Row(v.Name, v.Role.ToString().ToLowerInvariant(), v.Type.ToString(), v.Type.Ulp, v.Type.ToDouble(v.Range.Low), v.Type.ToDouble(v.Range.High),
                v.Range.Proven ? "proven" : "measured; clamped", v.Stages is { } at ? FormattableString.Invariant($"{v.Type.ToDouble(at.Low):G6} to {v.Type.ToDouble(at.High):G6}") : "",
                double.IsInfinity(v.StepError) ? "not proven" : v.StepError);
        }

        report.Section("Formats").Text($"{program.Solver} with a time step of {program.Dt}. A word stands for itself times 2 to the minus fraction.").Table(formats);
        if (program.Tables.Length > 0)
        {
            Table tables = new("expression", "over", "values", "nodes", "proven error", "serves");
            for (int i = 0; i < program.Tables.Length; i++)
            {
                FixedTable t = program.Tables[i];
                tables.Row(t.Name, t.Argument.ToString(), t.Type.ToString(), t.Nodes.Length, t.Error, ProgramFacts.IsHalved(program, i) ? "one period; a shift halves it for each further one" : "all arguments");
            }

            report.Section("Tables").Table(tables);
        }

        int proven = program.Operations.Count(o => o.HasResult && o.Type != FixedType.Bool && o.Range.Proven), all = program.Operations.Count(o => o.HasResult && o.Type != FixedType.Bool);
        FixedVariable[] held = [.. program.States.Where(v => v.Stages is not null)], open = [.. program.States.Where(v => double.IsInfinity(v.StepError))];
        Section section = report.Section("What is proven").Text(
            $"The bounds of {proven} of {all} intermediate results hold for all states and inputs within theirs; the others were measured and saturate. "
            + "Errors are those that one step may add; over many steps and spikes they are measured, below.");
        if (held.Length > 0) section.Text($"The solver's inner stages are held to bounds seen in trial runs, with a margin, for {Names(held)}: the error is that of the scheme with such stages.");
        if (open.Length > 0) section.Text($"No useful bound is proven of the error of {Names(open)}: words saturate, which keeps all ranges, and `check` measures the error.");
        if (neuron is not null) Trace(report, program, neuron);
        return report;
    }

    private static string Names(IEnumerable<FixedVariable> variables) => string.Join(", ", variables.Select(v => v.Name));

    private static void Trace(Report report, FixedProgram program, Type neuron)
    {
        if (Activator.CreateInstance(neuron) is not INeuron<float> single || program.States.Length == 0) return;
        FixedEvaluator evaluator = new(program);
        Solver solver = Enum.TryParse(program.Solver, out Solver named) ? named : Solver.None;
        FixedVariable watched = program.States[0];
        FieldInfo? field = neuron.GetField(watched.Name);
        if (field is null) return;
        for (int i = 0; i < program.Inputs.Length; i++)
        {
            FixedVariable input = program.Inputs[i];
            if (input.Role != FixedRole.Input) continue;
            long raw = (long)(Drive * input.Range.High);
            evaluator.Inputs[i][0] = (int)raw;
            neuron.GetField(input.Name)?.SetValue(single, (float)input.Type.ToDouble(raw));
        }

        double[] ours = new double[Steps], theirs = new double[Steps];
        int spikes = 0, expected = 0;
        for (int step = 0; step < Steps; step++)
        {
            evaluator.Step();
            if (evaluator.Spikes[0]) spikes++;
            if (single.Step((float)(program.Dt == 0 ? 1 : program.Dt), solver)) expected++;
            ours[step] = watched.Type.ToDouble(evaluator.States[0][0]);
            theirs[step] = (float)field.GetValue(single)!;
        }

        double dt = program.Dt == 0 ? 1 : program.Dt;
        report.Section("A run beside single precision")
            .Text($"Inputs at {Drive:P0} of their greatest value for {Steps} steps: {spikes} spikes in fixed point, {expected} in single precision.")
            .Figure(new LineChart(new Series("single precision", dt, theirs), new Series($"{program.Bits}-bit", dt, ours)) { X = new("Time"), Y = new(watched.Name, watched.Unit) });
    }
}
