using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl;
using NeuronDsl.Data;
using NeuronDsl.Reports;
using NeuronDsl.Training;
using PapersSample.Regression;
using PapersSample.Reproduction;

namespace PapersSample.HiddenLayers;

/// <summary>Trains every membrane as the hidden layer of a classifier, back-propagating through each solver step.</summary>
internal sealed class HiddenLayerComparison : Paper
{
    private const double Dt = 0.025;
    private const int Substeps = 40;

    public override string Name => "hidden";

    public override string Title => "Any membrane as a hidden layer";

    public override string Description => "LIF, FitzHugh-Nagumo, Izhikevich and Hodgkin-Huxley as hidden layers, trained through Euler and Runge-Kutta on handwritten digits.";

    public override string Reference => "The membranes are those of the command regression, with the same constants.";

    public override string Claims =>
        "No publication's claim, but this library's: the exact adjoint of a solver's step, sub-steps included, trains any membrane that can be written "
        + "down. Each is the hidden layer of the same network, with the same learning rate, epochs and surrogate shape; nothing is tuned for any of them.";

    public override IReadOnlyList<Part> Parts { get; } = [new Part("digits", "Handwritten digits", Run)];

    public override int SeedsOf(Scale scale) => scale switch { Scale.Full => 3, _ => 1 };

    private static void Run(PaperRun run)
    {
        Setting[] settings = [.. from membrane in Membrane.All from solver in Membrane.Solvers select new Setting(membrane, solver)];
        IReadOnlyDictionary<Setting, Outcome[]> results = run.Compare("training", settings, (setting, seed) => Train(run, setting, seed));
        Listing table = new("hidden layer", "solver", "test accuracy (%)", "spikes/digit", "loss before", "loss after");
        foreach ((Setting setting, Outcome[] outcomes) in results)
        {
            table.Row(
                setting.Membrane.Name, setting.Solver.ToString(), Spread.Of(outcomes, o => o.Accuracy).ToString("0.0"), Spread.Of(outcomes, o => o.Spikes).ToString("0"),
                Spread.Of(outcomes, o => o.LossBefore).ToString("0.00"), Spread.Of(outcomes, o => o.LossAfter).ToString("0.00"));
        }

        run.Show(table, FormattableString.Invariant(
            $"64-{Units(run)}-10 network, {Steps(run)} ms a digit in solver steps of {Dt} ms, {Epochs(run)} epochs; the readout takes the mean over time of the spikes in a ms. Held-out: 360 digits that were not trained on."));
        string[] names = [.. Membrane.All.Select(m => m.Name)];
        run.Section.Figure(
            new BarChart(names, [.. Membrane.Solvers.Select(solver => Bars(solver, o => o.Accuracy))]) { Title = "Test accuracy", Y = new Axis("Accuracy", "%") });
        run.Section.Figure(
            new BarChart(names, [.. Membrane.Solvers.Select(solver => Bars(solver, o => o.Spikes))]) { Title = "Spikes of the hidden layer", Y = new Axis("Spikes for a digit") });
        foreach (Membrane membrane in Membrane.All)
        {
            Spread[] accuracies = [.. Membrane.Solvers.Select(solver => Spread.Of(results[new Setting(membrane, solver)], o => o.Accuracy))];
            run.Judge(
                $"{membrane} trains as a hidden layer: at least 50 % of the digits right, where chance is 10 %",
                "not published",
                $"{accuracies[0].ToString("0.0")} % by Euler, {accuracies[1].ToString("0.0")} % by Runge-Kutta",
                [.. accuracies.Select(a => a.Mean >= 50)]);
        }

        Outcome[] frozen = run.Repeat("control", seed => Train(run, new Setting(Membrane.Lif, Solver.Euler), seed, shuffled: true));
        run.Control("with labels in random order the accuracy is that of chance", $"{Spread.Of(frozen, o => o.Accuracy).ToString("0.0")} %", Spread.Of(frozen, o => o.Accuracy).Mean < 20);

        Bars Bars(Solver solver, Func<Outcome, double> figure)
        {
            Spread[] spreads = [.. Membrane.All.Select(membrane => Spread.Of(results[new Setting(membrane, solver)], figure))];
            return new Bars(solver.ToString(), [.. spreads.Select(s => s.Mean)]) { Errors = [.. spreads.Select(s => s.Deviation)] };
        }
    }

    private static Outcome Train(PaperRun run, Setting setting, ulong seed, bool shuffled = false)
    {
        DataSplit digits = Digits.Load(seed);
        Dataset training = shuffled ? WithShuffledLabels(digits.Training, seed) : digits.Training;
        int units = Units(run);
        Linear<double> synapses = new(64, units);
        using Sequential<double> network = new(synapses, SaturatingSynapse.Layer(units), setting.Membrane.Train(units, Dt * Substeps, setting.Solver, Substeps), new Linear<double>(units, 10)) { Threads = 1 };
        network.Initialize(seed);

        // Around the rheobase, where membranes fire or not: 1.5 and as much above or below as the pixels say.
        foreach (ref double weight in synapses.Weight.Values) weight *= 4;
        using Adam<double> adam = new(network.Parameters, learningRate: 1e-2);
        using CrossEntropy<double> loss = new();
        using ConstantEncoder<double> encoder = new(Steps(run));
        Trainer<double> trainer = new(network, adam, loss, encoder, batchSize: 64, seed);
        double before = trainer.Evaluate(digits.Test).Loss;
        trainer.Train(training, Epochs(run));
        Evaluation after = trainer.Evaluate(digits.Test);
        return new Outcome(100 * after.Accuracy, HiddenSpikes(network, encoder, digits.Test), before, after.Loss);
    }

    // Several solver steps a time step: the layer sends counts.
    private static double HiddenSpikes(Sequential<double> network, Encoder<double> encoder, Dataset data)
    {
        int[] all = [.. Enumerable.Range(0, data.Count)];
        Signal<double> signal = encoder.Encode(data, all);
        foreach (Layer<double> layer in network.Layers.SkipLast(1)) signal = layer.Forward(signal, training: false);
        double spikes = 0;
        foreach (double count in signal.Values) spikes += count;
        return spikes / data.Count;
    }

    private static Dataset WithShuffledLabels(Dataset data, ulong seed)
    {
        int[] labels = data.Labels.ToArray();
        new RandomStream(seed, purpose: 3).Shuffle(labels.AsSpan());
        float[] features = [.. Enumerable.Range(0, data.Count).SelectMany(i => data.Sample(i).ToArray())];
        return new Dataset(data.Name + ", labels shuffled", data.Shape, features, labels, data.Classes, data.ClassNames);
    }

    private static int Units(PaperRun run) => run.Choose(16, 32, 64);

    private static int Steps(PaperRun run) => run.Choose(10, 20, 20);

    private static int Epochs(PaperRun run) => run.Choose(1, 10, 10);

    private sealed record Setting(Membrane Membrane, Solver Solver);

    private sealed record Outcome(double Accuracy, double Spikes, double LossBefore, double LossAfter);
}
