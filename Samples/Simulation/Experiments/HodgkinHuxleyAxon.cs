using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NeuronDsl;
using NeuronDsl.Models;
using NeuronDsl.Reports;
using NeuronDsl.Simulation;
using static System.FormattableString;

namespace SimulationSample.Experiments;

/// <summary>The axon of Hodgkin and Huxley (1952): when it fires, how fast, by which gates, and how well solvers follow it.</summary>
internal sealed class HodgkinHuxleyAxon : Experiment
{
    private const float Dt = 0.01f;
    private const float Drive = 10;
    private static readonly Solver[] Solvers = [Solver.RungeKutta4, Solver.Euler, Solver.RushLarsen];

    public override string Name => "hodgkin-huxley";

    public override string Title => "The axon of Hodgkin and Huxley";

    public override string Description => "The squid axon of Hodgkin and Huxley (1952): rheobase, rate against current, gates, solvers.";

    public override void Run(ExperimentRun run)
    {
        double duration = run.Smoke ? 300 : 1000;
        double once = run.Progress("rheobase of one spike", done => Threshold(1, 4, 60, 0, done));
        double sustained = run.Progress("rheobase of sustained firing", done => Threshold(6, 7, duration, duration / 2, done));
        run.Print($"one spike from {once:0.000} uA/cm2, without end from {sustained:0.000} uA/cm2");
        DrawRates(run, duration, once, sustained);
        DrawGates(run.Report.Section("Potential and gates"));
        CompareSolvers(run);
    }

    private static void DrawRates(ExperimentRun run, double duration, double once, double sustained)
    {
        double[] drives = [.. Enumerable.Range(0, 201).Select(k => k * 0.1)];
        double[] rates = run.Progress("rate against current", done => Rates(drives, duration, done));
        int first = Array.FindIndex(rates, rate => rate > 0);
        run.Print($"rate {rates[first]:0.0} Hz at {drives[first]:0.0}, {rates[100]:0.0} Hz at 10.0, {rates[^1]:0.0} Hz at {drives[^1]:0.0} uA/cm2");
        run.Report.Section("Rate against current")
            .Text(string.Create(CultureInfo.InvariantCulture,
                $"A step of current from rest gives one spike from **{once:0.000}** uA/cm² on, and spikes without end from "
                + $"**{sustained:0.000}** uA/cm² on. The rate does not grow from nothing: it jumps to {rates[first]:0} Hz, the mark of a class 2 "
                + $"neuron (Hodgkin 1948)."))
            .Figure(
                new LineChart(
                    new Series("sustained rate", drives, rates),
                    new Series("rheobase", new[] { sustained, sustained }, new[] { 0, rates.Max() }) { Dashed = true })
                {
                    Title = "Rate against current",
                    X = new Axis("Current", "uA/cm²") { Minimum = 0, Maximum = drives[^1] },
                    Y = new Axis("Rate", "Hz") { Minimum = 0 },
                },
                Invariant($"{drives.Length} neurons, each under its own step of current, by Runge-Kutta with dt = {Dt} ms; the rate is that of the mean interval in the last half of {duration:0} ms."));
    }

    private static void DrawGates(Section section)
    {
        const int Steps = 5_000;
        var neuron = new HodgkinHuxley { I = Drive };
        var (v, m, h, n) = (new double[Steps], new double[Steps], new double[Steps], new double[Steps]);
        List<double> times = [];
        for (int step = 0; step < Steps; step++)
        {
            if (neuron.Step(Dt)) times.Add((step + 1) * Dt);
            (v[step], m[step], h[step], n[step]) = (neuron.V, neuron.m, neuron.h, neuron.n);
        }

        Axis time = new("Time", "ms") { Minimum = 0, Maximum = Steps * Dt };
        section.Figure(
            new LineChart(new Series("V", Dt, v, Dt) { Spikes = times }) { Title = "Membrane potential", X = time, Y = new Axis("V", "mV") },
            Invariant($"A step of {Drive} uA/cm² from rest. A spike is counted where V passes 0 mV on its way up."));
        section.Figure(
            new LineChart(new Series("m", Dt, m, Dt), new Series("h", Dt, h, Dt), new Series("n", Dt, n, Dt)) { Title = "Gates", X = time, Y = new Axis("Open fraction") { Minimum = 0, Maximum = 1 } },
            "Sodium activation m is fast and starts the spike; sodium inactivation h and potassium activation n are slow and end it.");
    }

    private static void CompareSolvers(ExperimentRun run)
    {
        const float Finest = 0.00125f;
        float[] steps = run.Smoke ? [0.05f, 0.025f] : [0.05f, 0.04f, 0.025f, 0.02f, 0.0125f, 0.01f, 0.005f];
        double[][] errors = run.Progress("solvers", done =>
        {
            double reference = ThirdSpike(Solver.RungeKutta4, Finest);
            int count = 0;
            return Solvers.Select(solver => steps.Select(dt =>
            {
                done(++count / (double)(Solvers.Length * steps.Length));
                return Math.Abs(ThirdSpike(solver, dt) - reference);
            }).ToArray()).ToArray();
        });

        double[] sizes = [.. steps.Select(dt => (double)dt)];
        Table table = new(["dt (ms)", .. Solvers.Select(solver => $"{NameOf(solver)} (ms)")]);
        for (int k = 0; k < steps.Length; k++) table.Row([Math.Round(sizes[k], 6), .. errors.Select(error => (object)error[k])]);
        for (int s = 0; s < Solvers.Length; s++) run.Print($"{NameOf(Solvers[s]),-12} third spike off by {errors[s][0]:0.0000} ms at dt = {steps[0]} ms");

        Section section = run.Report.Section("Solvers");
        section.Text(string.Create(CultureInfo.InvariantCulture,
            $"How far the third spike under {Drive} uA/cm² is from where Runge-Kutta puts it with dt = {Finest} ms; the time at which V passes "
            + $"0 mV is interpolated within the step. Euler and Rush-Larsen, which steps the gates exactly and V by Euler, are of first order. "
            + $"Runge-Kutta is of fourth order and soon reaches what single precision resolves."));
        section.Figure(
            new LineChart([.. Solvers.Select((solver, s) => new Series(NameOf(solver), sizes, errors[s]) { Dots = true })])
            {
                Title = "Error of the third spike's time",
                X = new Axis("dt", "ms") { Logarithmic = true },
                Y = new Axis("Error", "ms") { Logarithmic = true },
            },
            "Both axes are logarithmic, so that the slope is the order.");
        section.Table(table);
        section.Figure(
            new LineChart([.. Solvers.Select(solver => new Series(NameOf(solver), steps[0], Potential(solver, steps[0], 60), steps[0]))])
            {
                Title = Invariant($"The same neuron with dt = {steps[0]} ms"),
                X = new Axis("Time", "ms") { Minimum = 0, Maximum = 60 },
                Y = new Axis("V", "mV"),
            },
            "At a step this long Rush-Larsen falls behind spike by spike; Euler still covers Runge-Kutta.");
    }

    // The least drive under which a neuron fires after the given time: sixty-four drives at once, then sixty-four between the two around it.
    private static double Threshold(double low, double high, double duration, double after, Action<double> done)
    {
        const int Drives = 64, Rounds = 2;
        for (int round = 0; round < Rounds; round++)
        {
            double start = low, step = (high - low) / (Drives - 1);
            double[] drives = [.. Enumerable.Range(0, Drives).Select(k => start + (k * step))];
            SpikeList spikes = Sweep(drives, duration, fraction => done((round + fraction) / Rounds));
            int first = spikes.Where(s => (s.Step + 1) * Dt > after).Select(s => s.Neuron).DefaultIfEmpty(Drives).Min();
            if (first is 0 or Drives) throw new InvalidOperationException(Invariant($"The threshold does not lie between {low} and {high}."));
            (low, high) = (drives[first - 1], drives[first]);
        }

        return high;
    }

    private static double[] Rates(double[] drives, double duration, Action<double> done)
    {
        SpikeList spikes = Sweep(drives, duration, done);
        double[] first = new double[drives.Length], last = new double[drives.Length];
        int[] counts = new int[drives.Length];
        foreach (Spike spike in spikes)
        {
            double time = (spike.Step + 1) * Dt;
            if (time <= duration / 2) continue;
            if (counts[spike.Neuron]++ == 0) first[spike.Neuron] = time;
            last[spike.Neuron] = time;
        }

        return [.. counts.Select((count, i) => count > 1 ? 1000 * (count - 1) / (last[i] - first[i]) : 0)];
    }

    private static SpikeList Sweep(double[] drives, double duration, Action<double> done)
    {
        const int Chunks = 50;
        using var neurons = new HodgkinHuxley.Population(drives.Length, solver: Solver.RungeKutta4);
        for (int i = 0; i < drives.Length; i++) neurons.I[i] = (float)drives[i];
        SpikeList spikes = new();
        int steps = (int)Math.Round(duration / Dt / Chunks);
        for (int chunk = 1; chunk <= Chunks; chunk++)
        {
            neurons.Step(Dt, steps, spikes);
            done((double)chunk / Chunks);
        }

        return spikes;
    }

    private static double ThirdSpike(Solver solver, float dt)
    {
        double[] v = Potential(solver, dt, 36);
        int crossings = 0;
        for (int k = 1; k < v.Length; k++)
        {
            if (v[k - 1] < 0 && v[k] >= 0 && ++crossings == 3) return (k + (v[k - 1] / (v[k - 1] - v[k]))) * dt;
        }

        throw new InvalidOperationException(Invariant($"{solver} with dt = {dt} gives {crossings} spikes in place of three."));
    }

    // [steps], the potential at the ends of the steps.
    private static double[] Potential(Solver solver, float dt, double duration)
    {
        using var neuron = new HodgkinHuxley.Population(1, solver: solver);
        neuron.I[0] = Drive;
        double[] v = new double[(int)Math.Round(duration / dt)];
        for (int step = 0; step < v.Length; step++)
        {
            neuron.Step(dt);
            v[step] = neuron.V[0];
        }

        return v;
    }

    private static string NameOf(Solver solver) => solver switch
    {
        Solver.RungeKutta4 => "Runge-Kutta",
        Solver.RushLarsen => "Rush-Larsen",
        _ => solver.ToString(),
    };
}
