using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Reports;
using NeuronDsl.Simulation;
using static System.FormattableString;

namespace SimulationSample.Experiments;

/// <summary>The twenty firing patterns of Izhikevich (2004).</summary>
internal sealed class IzhikevichPatterns : Experiment
{
    private const double Peak = 30;

    public override string Name => "izhikevich";

    public override string Title => "Twenty firing patterns of the simple model";

    public override string Description => "The twenty firing patterns of Izhikevich (2004), figure 1.";

    public override void Run(ExperimentRun run)
    {
        IReadOnlyList<FiringPattern> patterns = FiringPattern.All;
        Trace[] traces = run.Progress("twenty patterns", done =>
        {
            List<Trace> all = [];
            foreach (FiringPattern pattern in patterns)
            {
                all.Add(Simulate(pattern));
                done((double)all.Count / patterns.Count);
            }

            return all.ToArray();
        });

        int agreeing = patterns.Zip(traces, (pattern, trace) => pattern.Spikes == trace.Times.Count ? 1 : 0).Sum();
        foreach ((FiringPattern pattern, Trace trace) in patterns.Zip(traces))
            run.Print($"{pattern.Letter} {pattern.Name,-30} {trace.Times.Count,3} spikes{(trace.Times.Count == pattern.Spikes ? "" : $", but {pattern.Spikes} were expected")}");
        run.Print($"{agreeing} of {patterns.Count} patterns fire as often as expected");

        Section overview = run.Report.Section("The patterns");
        overview.Text("One model of two equations, twenty ways to fire, after figure 1 of Izhikevich (2004), [doi:10.1109/TNN.2004.832719](https://doi.org/10.1109/TNN.2004.832719). "
            + "Steps, parameters and inputs are those of the author's script, which steps *v* first and then *u*. G, L and R change coefficients of the equations.");
        overview.Code("v' = 0.04 v^2 + 5 v + 140 - u + I\nu' = a (b v - u)\nv > 30: spike, v := c, u := u + d");
        Table table = new("Pattern", "Name", "Step (ms)", "Spikes", "First (ms)", "Expected spikes");
        foreach ((FiringPattern pattern, Trace trace) in patterns.Zip(traces))
            table.Row(pattern.Letter.ToString(), pattern.Name, pattern.StepSize, trace.Times.Count, trace.Times.Count > 0 ? trace.Times[0] : null, pattern.Spikes);
        overview.Table(table, "A spike is stamped with the end of its step.");

        Section section = run.Report.Section("Traces");
        section.Text("Above the plot a tick for each spike; below the potential, dashed, the course of the input.");
        foreach ((FiringPattern pattern, Trace trace) in patterns.Zip(traces)) section.Figure(Draw(pattern, trace), pattern.Remark + " " + trace.Input);
    }

    private static Trace Simulate(FiringPattern pattern)
    {
        using Population<float> neuron = pattern.Neuron();
        int steps = (int)Math.Round(pattern.Duration / pattern.StepSize);
        double[] potential = new double[steps], input = new double[steps];
        List<double> times = [];
        for (int step = 0; step < steps; step++)
        {
            input[step] = pattern.Input(step * pattern.StepSize);
            neuron.Input("I")[0] = (float)input[step];
            bool fired = neuron.Step((float)pattern.StepSize) > 0;
            if (fired) times.Add((step + 1) * pattern.StepSize);

            // The state is past the reset; the eye expects the peak.
            potential[step] = fired ? Peak : neuron.State("v")[0];
        }

        return new Trace(potential, input, times);
    }

    private static LineChart Draw(FiringPattern pattern, Trace trace)
    {
        double low = trace.Inputs.Min(), range = Math.Max(trace.Inputs.Max() - low, 1e-9), floor = Math.Min(-80, trace.Potential.Min()) - 25;
        return new LineChart(
            new Series("v", pattern.StepSize, trace.Potential, pattern.StepSize) { Spikes = trace.Times },
            new Series("input", pattern.StepSize, [.. trace.Inputs.Select(i => floor + (15 * (i - low) / range))]) { Dashed = true })
        {
            Title = $"{pattern.Letter}  {pattern.Name}",
            X = new Axis("Time", "ms") { Minimum = 0, Maximum = pattern.Duration },
            Y = new Axis("v", "mV"),
            Height = 240,
        };
    }

    private sealed record Trace(double[] Potential, double[] Inputs, List<double> Times)
    {
        public string Input => Invariant($"Input from {Inputs.Min():0.##} to {Inputs.Max():0.##} mV/ms.");
    }
}
