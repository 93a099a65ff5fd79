using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl;
using NeuronDsl.Reports;
using NeuronDsl.Simulation;

namespace Quickstart;

/// <summary>Simulates many neurons under different drives and draws what they do.</summary>
internal static class Simulation
{
    private const int Neurons = 10_000;
    private const float Dt = 0.1f;
    private const int Steps = 5_000;

    public static (long Spikes, double Seconds) Run(Section section)
    {
        using var neurons = new ResonateAndAdapt.Population(Neurons, solver: Solver.RungeKutta4);
        for (int i = 0; i < Neurons; i++) neurons.I[i] = 4f * i / Neurons;

        var spikes = new SpikeList();
        long start = Environment.TickCount64;
        neurons.Step(Dt, Steps, spikes);
        double seconds = (Environment.TickCount64 - start) / 1000.0;

        section.Text($"{Neurons:N0} neurons for {Steps * Dt:N0} ms, driven from nothing to four times the threshold: {spikes.Count:N0} spikes.");
        section.Figure(Traces(), "Potentials of three neurons under a steady drive: the first rings and rests, the others fire ever more slowly as their slow current grows.");
        section.Figure(Raster(spikes), "Spikes of a hundred of the neurons, from the least driven to the most.");
        section.Figure(PhasePlane(), "The same neuron as a plane: potential against slow current, where each stands still, and one trajectory.");
        return (spikes.Count, seconds);
    }

    // One neuron at a time, by the scalar Step: it runs the equations as written above.
    private static (double[] V, double[] W, List<double> Times) Trace(float drive, int steps)
    {
        var neuron = new ResonateAndAdapt { I = drive };
        double[] v = new double[steps], w = new double[steps];
        List<double> times = [];
        for (int k = 0; k < steps; k++)
        {
            if (neuron.Step(Dt)) times.Add((k + 1) * Dt);
            (v[k], w[k]) = (neuron.v, neuron.w);
        }

        return (v, w, times);
    }

    private static LineChart Traces() => new([.. new[] { 1.6f, 2.6f, 3.2f }.Select(drive =>
    {
        (double[] v, double[] _, List<double> times) = Trace(drive, 1_200);
        return new Series($"I = {drive:0.0}", Dt, v, Dt);
    })])
    {
        Title = "Potential",
        X = new Axis("Time", "ms"),
        Y = new Axis("v"),
    };

    private static RasterPlot Raster(SpikeList spikes)
    {
        Spike[] shown = [.. spikes.Where(s => s.Neuron % (Neurons / 100) == 0)];
        return new RasterPlot([.. shown.Select(s => (s.Step + 1) * (double)Dt)], [.. shown.Select(s => s.Neuron / (Neurons / 100))]) { Title = "Spikes" };
    }

    private static PhasePlane PhasePlane()
    {
        var neuron = new ResonateAndAdapt();
        const double Drive = 3;
        (double[] v, double[] w, List<double> _) = Trace((float)Drive, 1_500);
        return new PhasePlane
        {
            Title = $"Phase plane at I = {Drive:0}",
            X = new Axis("v") { Minimum = -0.2, Maximum = 1.2 },
            Y = new Axis("w") { Minimum = -0.2, Maximum = 3 },
            Trajectories = [new Series("trajectory", v, w)],
            Nullclines =
            [
                new Nullcline("dv/dt = 0", (x, y) => (Drive - x - y) / neuron.TauV),
                new Nullcline("dw/dt = 0", (x, y) => ((neuron.Coupling * x) - y) / neuron.TauW),
            ],
            Field = (x, y) => ((Drive - x - y) / neuron.TauV, ((neuron.Coupling * x) - y) / neuron.TauW),
        };
    }
}
