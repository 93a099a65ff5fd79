using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NeuronDsl;
using NeuronDsl.Reports;
using NeuronDsl.Simulation;

namespace SimulationSample.Catalogue;

/// <summary>What a neuron is shown under: one input, constant between two times and zero before and after.</summary>
/// <param name="State">The state to draw.</param>
/// <param name="Dt">The time step; 1 for a map.</param>
/// <param name="Duration">How long to show it, in the neuron's unit of time.</param>
/// <param name="Amplitude">The input.</param>
/// <param name="From">When the input begins.</param>
/// <param name="Until">When it ends; to the end of the picture where nothing is said.</param>
internal sealed record Trace(string State, double Dt, double Duration, double Amplitude, double From, double Until = double.PositiveInfinity)
{
    /// <summary>Simulates, and draws the state with a mark above for each spike. Populations give equal bits on every machine, and so does the picture.</summary>
    /// <param name="population">One neuron, at its beginning.</param>
    /// <param name="time">The unit of time.</param>
    public LineChart Draw(Population<float> population, string time)
    {
        NeuronDescription description = population.Layout.Describe();
        MemberDescription state = description.Members.Single(m => m.Name == State), input = description.Members.Single(m => m.Kind == "input");
        int steps = (int)Math.Round(Duration / Dt);
        float[] values = new float[steps + 1];
        values[0] = population.State(State)[0];
        List<double> spikes = [];
        for (int step = 0; step < steps; step++)
        {
            population.Input(input.Name)[0] = step * Dt >= From && step * Dt < Until ? (float)Amplitude : 0;
            if (population.Step((float)Dt) > 0) spikes.Add((step + 1) * Dt);
            values[step + 1] = population.State(State)[0];
        }

        string At(double when) => (time == "steps" ? FormattableString.Invariant($"step {when}") : FormattableString.Invariant($"{when} {time}")).TrimEnd();
        string until = double.IsFinite(Until) ? $" until {At(Until)}" : "";
        return new LineChart(new Series(State, Dt, values) { Spikes = spikes })
        {
            Title = FormattableString.Invariant($"{description.Name}: {input.Name} = {Amplitude}{Unit(input.Unit)} from {At(From)}{until}"),
            X = new Axis("Time", time),
            Y = new Axis(State, state.Unit == "1" ? "" : state.Unit),
            Width = 640,
            Height = 240,
        };
    }

    private static string Unit(string unit) => unit is "" or "1" ? "" : " " + unit;
}
