using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using NeuronDsl;
using NeuronDsl.Reports;
using NeuronDsl.Simulation;
using SimulationSample.Neurons;
using static System.FormattableString;

namespace SimulationSample.Experiments;

/// <summary>Ten thousand leaky neurons in double precision, ten million synapses: 8,000 excite, 2,000 inhibit, each drives a tenth of all.</summary>
internal sealed class RandomNetwork : Experiment
{
    private const double Dt = 0.1, Bin = 1, Settled = 100;

    private readonly Option<DelayKind> _delays = new("--delays") { Description = "One delay of 1.5 ms for all, or random ones from 0.1 to 3 ms." };
    private readonly Option<int> _threads = new("--threads") { Description = "Threads to use; the result is the same.", DefaultValueFactory = _ => 1 };

    public override string Name => "network";

    public override string Title => "Ten thousand neurons, ten million synapses";

    public override string Description => "A random network of 10,000 leaky neurons and ten million synapses, in double precision.";

    public override IReadOnlyList<Option> Options => [_delays, _threads];

    public override void Run(ExperimentRun run)
    {
        // The small network keeps the number of synapses of a neuron, and so its input.
        (int count, double probability, double duration) = run.Smoke ? (2_000, 0.5, 300.0) : (10_000, 0.1, 1_000.0);
        DelayKind delays = run.Arguments.GetValue(_delays);
        using var neurons = new DeltaLif.Population(count, solver: Solver.Euler);
        Start(neurons, run.Seed);

        Stopwatch clock = Stopwatch.StartNew();
        using var network = new Network(Dt, run.Seed) { Threads = run.Arguments.GetValue(_threads) };
        network.Add(neurons);
        int excitatory = count * 4 / 5;
        SynapseValues delay = delays == DelayKind.One ? 1.5 : SynapseValues.Uniform(0.1, 3);
        Connectivity connectivity = Connectivity.FixedProbability(probability, selfConnections: false);
        run.Progress("connecting", done =>
        {
            network.Connect(neurons, neurons, connectivity, new() { Weight = 0.1, Delay = delay, Sources = ..excitatory });
            done(0.8);
            network.Connect(neurons, neurons, connectivity, new() { Weight = -0.5, Delay = delay, Sources = excitatory.. });
            return true;
        });
        double building = clock.Elapsed.TotalSeconds;
        long synapses = network.Projections.Sum(p => (long)p.Count), bytes = network.Projections.Sum(p => p.Bytes);

        SpikeRecorder spikes = network.RecordSpikes(neurons);
        RateRecorder rate = network.RecordRate(neurons, Bin);
        clock.Restart();
        long fired = run.Simulate(network, duration, "simulating");
        double wall = clock.Elapsed.TotalSeconds;

        var statistics = new SpikeStatistics(spikes.Spikes, count, Dt, Settled, duration);
        double[] rates = statistics.Rates, variations = statistics.IntervalVariations;
        double events = (double)fired * synapses / count;
        run.Print($"{count:N0} neurons, {synapses:N0} synapses in {bytes / 1e6:0} MB ({(double)bytes / synapses:0.0} bytes each), connected in {building:0.00} s");
        run.Print($"{duration:0} ms in {wall:0.00} s: {fired:N0} spikes, {fired / wall:N0} spikes/s, {events / wall / 1e6:N0} million synaptic events/s");
        run.Print($"mean rate {rates.Average():0.00} Hz, interval CV {variations.Average():0.00}");

        Section section = run.Report.Section("The network");
        section.Text(string.Create(CultureInfo.InvariantCulture,
            $"{count:N0} leaky neurons (time constant 20 ms, threshold 20, reset 10, refractory for 2 ms), each driven by a constant between 30 "
            + $"and 40. {excitatory:N0} of them excite by 0.1, the others inhibit by 0.5; any two are joined with probability {probability}. "
            + $"Delays: {(delays == DelayKind.One ? "1.5 ms" : "random, from 0.1 to 3 ms")}. Seed {run.Seed}."));
        section.Table(new Table("Quantity", "Value")
            .Row("synapses", synapses).Row("bytes for each", (double)bytes / synapses).Row("connecting (s)", building)
            .Row(Invariant($"simulating {duration:0} ms (s)"), wall).Row("spikes", fired).Row("spikes per second of wall time", fired / wall)
            .Row("million synaptic events per second of wall time", events / wall / 1e6)
            .Row("mean rate (Hz)", rates.Average()).Row("mean CV of intervals", variations.Average()));

        int every = count / 200;
        (double[] times, int[] shown) = statistics.Sample(every, duration - 200, duration);
        section = run.Report.Section("Spikes");
        section.Figure(
            new RasterPlot(times, shown) { Title = "Spikes of 200 neurons", NeuronCount = 200, X = new Axis("Time", "ms") { Minimum = duration - 200, Maximum = duration } },
            Invariant($"Every {every}th neuron, the last 200 ms: the lower 160 excite, the upper 40 inhibit."));
        section.Figure(
            new LineChart(new Series("", Bin, rate.Rates, Bin / 2))
            {
                Title = "Rate of the population",
                X = new Axis("Time", "ms") { Minimum = 0, Maximum = duration },
                Y = new Axis("Rate", "Hz") { Minimum = 0 },
            },
            "In bins of 1 ms.");
        section = run.Report.Section("Neurons");
        section.Figure(
            new Histogram(rates) { Title = "Rates", Bins = 40, X = new Axis("Rate", "Hz"), Y = new Axis("Neurons") },
            Invariant($"After the first {Settled:0} ms. Neurons differ by their drive and by how many synapses they happen to receive."));
        section.Figure(
            new Histogram(variations) { Title = "Coefficient of variation of intervals", Bins = 40, X = new Axis("CV"), Y = new Axis("Neurons") },
            "0 is a clock, 1 a Poisson process. Neurons with fewer than three intervals are left out.");
    }

    private static void Start(DeltaLif.Population neurons, ulong seed)
    {
        var random = new Random(unchecked((int)(seed ^ (seed >> 32))));
        for (int i = 0; i < neurons.Count; i++) (neurons.V[i], neurons.Mu[i]) = (20 * random.NextDouble(), 30 + (10 * random.NextDouble()));
    }
}
