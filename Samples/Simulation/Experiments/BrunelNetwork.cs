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

/// <summary>The sparsely connected network of excitatory and inhibitory neurons of Brunel (2000), in its four regimes.</summary>
internal sealed class BrunelNetwork : Experiment
{
    private const double Dt = 0.1, Delay = 1.5, Bin = 0.5, Shown = 200;

    private readonly Option<bool> _quick = new("--quick") { Description = "A fifth of the neurons, with as many synapses each." };
    private readonly Option<int> _threads = new("--threads") { Description = "Threads to use; the result is the same.", DefaultValueFactory = _ => 1 };

    public override string Name => "brunel";

    public override string Title => "Four regimes of a sparsely connected network";

    public override string Description => "The network of Brunel (2000): 12,500 leaky neurons, four regimes of activity.";

    public override IReadOnlyList<Option> Options => [_quick, _threads];

    public override void Run(ExperimentRun run)
    {
        int count = run.Smoke || run.Arguments.GetValue(_quick) ? 2_500 : 12_500;
        double duration = run.Smoke ? 300 : 1_000, settled = duration / 5;
        Section overview = run.Report.Section("The network");
        overview.Text(string.Create(CultureInfo.InvariantCulture,
            $"{count:N0} leaky neurons, four fifths of them excitatory. Each receives {BrunelRegime.ExcitatoryInputs:N0} excitatory synapses of "
            + $"{BrunelRegime.J} mV and {BrunelRegime.InhibitoryInputs} inhibitory ones that are g times as strong, all with a delay of {Delay} "
            + $"ms, and an external input η times as strong as just makes it fire. After Brunel (2000), "
            + $"[doi:10.1023/A:1008925309027](https://doi.org/10.1023/A:1008925309027), figure 8. The external Poisson trains are their diffusion "
            + $"limit: a mean and a white noise. Seed {run.Seed}."));
        Table table = new(
            "Regime", "g", "η", "Rate (Hz)", "Mean-field rate (Hz)", "CV of intervals", "Fano factor", "Dominant frequency (Hz)", "Wall time (s)");
        List<Activity> activities = [];
        foreach (BrunelRegime regime in BrunelRegime.All)
        {
            Activity activity = Simulate(run, regime, count, duration, settled);
            activities.Add(activity);
            table.Row(
                regime.Name, regime.G, regime.Eta, activity.Rate, regime.TheoreticalRate, activity.Variation, activity.Fano, activity.Frequency, activity.Seconds);
            string setting = Invariant($"{regime.Name,-33} g {regime.G}, eta {regime.Eta}");
            string rate = Invariant($"{activity.Rate,6:0.0} Hz (mean field {regime.TheoreticalRate:0.0}), {activity.Frequency:0} Hz oscillation");
            run.Print($"{setting}: {rate}, interval CV {activity.VariationText}, Fano factor {activity.Fano:0.0}, {activity.Seconds:0.0} s");
        }

        overview.Table(table, "The mean-field rate is that of a steady, asynchronous network. "
            + "The Fano factor is that of the population's spikes in bins of 0.5 ms: about 1 when neurons fire independently, many times that when they fire together.");
        foreach (Activity activity in activities) Draw(run.Report.Section(activity.Regime.Name), activity, duration);
    }

    private Activity Simulate(ExperimentRun run, BrunelRegime regime, int count, double duration, double settled)
    {
        BombardedLif prototype = new() { Mean = (float)regime.ExternalMean, Sigma = (float)regime.ExternalSigma };
        using var neurons = new BombardedLif.Population(count, prototype) { Seed = run.Seed };
        var random = new Random(unchecked((int)(run.Seed ^ (run.Seed >> 32))));
        for (int i = 0; i < count; i++) neurons.V[i] = (float)(BrunelRegime.Threshold * random.NextDouble());

        using var network = new Network(Dt, run.Seed) { Threads = run.Arguments.GetValue(_threads) };
        network.Add(neurons);
        int excitatory = count * 4 / 5;
        run.Progress($"{regime.Name}: connecting", done =>
        {
            Connect(BrunelRegime.ExcitatoryInputs, BrunelRegime.J, ..excitatory);
            done(0.8);
            Connect(BrunelRegime.InhibitoryInputs, -regime.G * BrunelRegime.J, excitatory..);
            return true;
        });

        void Connect(int inputs, double weight, Range sources) => network.Connect(
            neurons, neurons, Connectivity.FixedInDegree(inputs, selfConnections: false), new() { Weight = weight, Delay = Delay, Sources = sources });

        SpikeRecorder spikes = network.RecordSpikes(neurons);
        RateRecorder rate = network.RecordRate(neurons, Bin);
        Stopwatch clock = Stopwatch.StartNew();
        run.Simulate(network, duration, $"{regime.Name}: simulating");
        double seconds = clock.Elapsed.TotalSeconds;

        var statistics = new SpikeStatistics(spikes.Spikes, count, Dt, settled, duration);
        int transient = (int)(settled / Bin);
        double[] variations = statistics.IntervalVariations;
        return new Activity(
            regime, statistics.Rates.Average(), variations.Length > 0 ? variations.Average() : double.NaN, SpikeStatistics.FanoFactor([.. rate.Counts.Skip(transient)]),
            SpikeStatistics.DominantFrequency([.. rate.Rates.Skip(transient)], Bin), rate.Rates, statistics.Sample(count / 100, duration - Shown, duration), seconds);
    }

    private static void Draw(Section section, Activity activity, double duration)
    {
        double start = duration - Shown;
        Axis time = new("Time", "ms") { Minimum = start, Maximum = duration };
        section.Text(Invariant($"g = {activity.Regime.G}, η = {activity.Regime.Eta}. {activity.Regime.Remark}"));
        section.Figure(
            new RasterPlot(activity.Raster.Times, activity.Raster.Neurons) { Title = "Spikes of 100 neurons", NeuronCount = 100, X = time },
            "The lower 80 excite, the upper 20 inhibit.");
        section.Figure(
            new LineChart(new Series("", Bin, activity.PopulationRate.AsSpan((int)(start / Bin)), start + (Bin / 2))) { Title = "Rate of the population", X = time, Y = new Axis("Rate", "Hz") { Minimum = 0 }, Height = 220 },
            Invariant($"In bins of {Bin} ms. Neurons fire at {activity.Rate:0.0} Hz on average."));
    }

    private sealed record Activity(
        BrunelRegime Regime, double Rate, double Variation, double Fano, double Frequency, double[] PopulationRate, (double[] Times, int[] Neurons) Raster, double Seconds)
    {
        // Too few spikes leave no intervals to speak of.
        public string VariationText => double.IsNaN(Variation) ? "unknown" : Invariant($"{Variation:0.00}");
    }
}
