using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Data;
using NeuronDsl.Reports;
using NeuronDsl.Training;
using PapersSample.Reproduction;
using static System.FormattableString;

namespace PapersSample.Roles;

/// <summary>Networks trained on events cut at one time scale: on other time scales, their rates, and what it takes to mislead them.</summary>
internal static class EventsPart
{
    // The publication's widths. It does not state how many frames there are; fifteen, whatever their width, is its group's custom for N-MNIST.
    private const int Steps = 15, TrainedWidth = 3;

    private static readonly int[] _widths = [1, 2, 3, 5, 10];

    private static readonly Variant[] _variants =
    [
        .. Variant.All,
        new("no leakage, recurrence", Leakage.None, Resets: true, Recurs: true),
        new("no leakage, no reset, recurrence", Leakage.None, Resets: false, Recurs: true),
    ];

    // By variant and width, N-MNIST.
    private static readonly double[][] _publishedTransfer =
    [
        [90.82, 94.14, 94.76, 94.80, 94.63], [88.70, 94.49, 95.18, 95.26, 95.07], [90.98, 94.57, 95.03, 95.12, 95.14], [93.90, 95.83, 96.18, 96.30, 96.12],
        [75.51, 93.72, 96.21, 94.00, 80.41], [59.14, 93.48, 96.48, 92.57, 70.11], [36.92, 89.16, 93.40, 90.91, 74.01],
    ];

    // By variant, read off a figure; not given for the sixth.
    private static readonly string[] _publishedNorms = ["0.033", "0.017", "0.096", "0.018", "0.011", "", "0.0085"];

    public static Part Part { get; } = new("events", "Spatio-temporal data: transfer between time scales, rates, robustness", Run);

    private static void Run(PaperRun run)
    {
        (int training, int test, int hidden, int epochs) = (run.Choose(60, 3_000, 6_000), run.Choose(30, 500, 1_000), run.Choose(16, 128, 256), run.Choose(1, 3, 6));
        (int attacked, int iterations) = (run.Choose(10, 60, 200), run.Choose(5, 45, 50));
        DataSplit images = Images.Load(run, 6 * Math.Max(test, training)) ?? Digits.Load();
        EventRecordings[] recordings = run.Compare("recording", [true, false], (isTraining, _) => new EventRecordings(new SaccadeEvents().Record(isTraining ? First(images.Training, training) : First(images.Test, test))), seeds: 1).Select(pair => pair.Value[0]).ToArray();
        IReadOnlyDictionary<Variant, Outcome[]> results = run.Compare("events", _variants, (variant, seed) => Train(variant, recordings[0], recordings[1], hidden, epochs, attacked, iterations, seed));

        Listing transfer = new(["variant", .. _widths.Select(width => $"{width} ms (%)"), "publication (%)"]);
        foreach ((Variant variant, double[] published) in _variants.Zip(_publishedTransfer))
            transfer.Row([variant.Name, .. _widths.Select((_, w) => Spread.Of(results[variant], o => o.Accuracies[w]).ToString("0.0")), string.Join(", ", published.Select(p => Invariant($"{p:0.0}")))]);
        run.Show(
            transfer,
            $"Accuracy on frames of other widths than the {TrainedWidth} ms of training. {images.Training.Name}, in saccades of 100 ms before a camera; {Steps} frames, {training} recordings to train on, {hidden} hidden neurons, {epochs} epochs. The publication: N-MNIST, 512 hidden neurons, 100 epochs.");
        run.Section.Figure(new LineChart([.. _variants.Select(variant => new Series(variant.Name, [.. _widths.Select(width => (double)width)], [.. _widths.Select((_, w) => Spread.Of(results[variant], o => o.Accuracies[w]).Mean)]) { Dots = true })])
        {
            Title = "Trained at 3 ms, tested at others", X = new Axis("Width of a frame", "ms"), Y = new Axis("Accuracy", "%"),
        });

        Listing rates = new("variant", "spikes a step and neuron", "L2 norm that misleads", "relative to baseline", "publication", "gave way (%)", "to noise of that norm (%)");
        double norm = Spread.Of(results[Variant.Baseline], o => o.Attack.Norm).Mean;
        foreach ((Variant variant, string published) in _variants.Zip(_publishedNorms))
        {
            Outcome[] outcomes = results[variant];
            rates.Row(
                variant.Name, Spread.Of(outcomes, o => o.Rate).ToString("0.000"), Number(Norm(variant).ToString("0.00"), Norm(variant).Mean), Number(Invariant($"{Norm(variant).Mean / norm:0.00}"), Norm(variant).Mean / norm), published,
                Spread.Of(outcomes, o => 100 * o.Attack.Success).ToString("0"), Spread.Of(outcomes, o => 100 * o.Attack.FlippedAtRandom).ToString("0.0"));
        }

        run.Show(rates, "Norms are over all frames of a sample; the publication's are in units that are not known, so that only their ratios can be compared.");
        JudgeTransfer(run, results);
        JudgeRates(run, results);
        JudgeRobustness(run, Norm);
        run.Control(
            "a random change of the same norm misleads in less than 5 % of the cases",
            $"at most {_variants.Max(variant => Spread.Of(results[variant], o => 100 * o.Attack.FlippedAtRandom).Mean):0.0} %",
            [.. _variants.Select(variant => Spread.Of(results[variant], o => o.Attack.FlippedAtRandom).Mean < 0.05)]);

        static string Number(string text, double value) => double.IsFinite(value) ? text : "unknown";

        Spread Norm(Variant variant) => Spread.Of(results[variant], o => o.Attack.Norm);
    }

    private static void JudgeTransfer(PaperRun run, IReadOnlyDictionary<Variant, Outcome[]> results)
    {
        double[] Drops(Variant variant) => [.. new[] { 0, 4 }.Select(w => Spread.Of(results[variant], o => o.Accuracies[2] - o.Accuracies[w]).Mean)];
        double[] baseline = Drops(Variant.Baseline), recurrence = Drops(Variant.WithRecurrence);
        run.Judge(
            "recurrence generalises worse over time scales: on frames a third and ten thirds as long it loses at least twice the baseline's points",
            "20.7 against 3.9 and 15.8 against 0.1 points",
            $"{recurrence[0]:0.0} against {baseline[0]:0.0} and {recurrence[1]:0.0} against {baseline[1]:0.0} points",
            Twice(0), Twice(1));

        bool Twice(int side) => recurrence[side] > 0 && recurrence[side] >= 2 * baseline[side];
    }

    private static void JudgeRates(PaperRun run, IReadOnlyDictionary<Variant, Outcome[]> results)
    {
        Outcome[] with = results[Variant.Baseline], without = results[Variant.WithoutReset];
        double ratio = Spread.Of(without, o => o.Rate).Mean / Spread.Of(with, o => o.Rate).Mean;
        double difference = Spread.Of(without, o => o.Accuracies[2]).Mean - Spread.Of(with, o => o.Accuracies[2]).Mean;
        run.Judge(
            "reset keeps the rate low: without it at least 1.2 times the rate, at an accuracy within 2 points",
            "about 1.7 times (0.31 against 0.18)",
            $"{Spread.Of(without, o => o.Rate).ToString("0.000")} against {Spread.Of(with, o => o.Rate).ToString("0.000")}, {ratio:0.00} times; {difference:+0.0;-0.0} points",
            ratio >= 1.2 && Math.Abs(difference) <= 2);
    }

    private static void JudgeRobustness(PaperRun run, Func<Variant, Spread> norm)
    {
        double baseline = norm(Variant.Baseline).Mean, complete = norm(Variant.CompleteLeakage).Mean, recurrence = norm(Variant.WithRecurrence).Mean;
        double none = norm(Variant.WithoutLeakage).Mean, reset = norm(Variant.WithoutReset).Mean;
        run.Judge(
            "leakage protects: with complete leakage it takes at least 1.5 times the change to mislead",
            "2.9 times",
            $"{Times(complete / baseline)} times",
            complete >= 1.5 * baseline);
        run.Judge(
            "recurrence exposes: the baseline takes at least 1.5 times the change that recurrence takes",
            "3.0 times",
            $"{Times(baseline / recurrence)} times",
            baseline >= 1.5 * recurrence);
        run.Judge(
            "no leakage and no reset lie between the baseline and recurrence",
            "0.5 and 0.5 of the baseline, recurrence 0.3",
            $"{Times(none / baseline)} and {Times(reset / baseline)} of the baseline, recurrence {Times(recurrence / baseline)}",
            none < baseline, reset < baseline, none > recurrence, reset > recurrence);
    }

    // Where no sample gave way there is no norm.
    private static string Times(double ratio) => double.IsFinite(ratio) ? Invariant($"{ratio:0.00}") : "an unknown number of";

    private static Outcome Train(Variant variant, EventRecordings training, EventRecordings test, int hidden, int epochs, int attacked, int iterations, ulong seed)
    {
        using Sequential network = variant.Network(training.Features, hidden, training.Labels.Classes, spikingOutputs: true, seed);
        using Adam adam = new(network.Parameters, learningRate: 1e-3);
        using MeanSquaredError loss = new();
        using Encoder<float> encoder = training.Frames(Steps, TrainedWidth);
        new Trainer(network, adam, loss, encoder, batchSize: Math.Min(64, training.Labels.Count), seed).Train(training.Labels, epochs);

        Evaluation[] evaluations = [.. _widths.Select(width =>
        {
            using Encoder<float> frames = test.Frames(Steps, width);
            return new Trainer(network, adam, loss, frames, batchSize: 64).Evaluate(test.Labels);
        })];
        using Encoder<float> attackedFrames = test.Frames(Steps, TrainedWidth);
        int[] samples = [.. Enumerable.Range(0, attacked)];
        SmallestPerturbation.Result attack = SmallestPerturbation.Find(
            network, attackedFrames.Encode(test.Labels, samples), [.. samples.Select(sample => test.Labels.Labels[sample])], iterations, seed);
        double rate = RateOf(network, attackedFrames, test.Labels, samples, hidden);
        return new Outcome([.. evaluations.Select(e => 100 * e.Accuracy)], rate, attack);
    }

    // Spikes of a hidden neuron in a step.
    private static double RateOf(Sequential network, Encoder<float> frames, Dataset labels, int[] samples, int hidden)
    {
        network.Forward(frames.Encode(labels, samples), training: false);
        return (double)network.Layers[1].SpikeCount / samples.Length / Steps / hidden;
    }

    private static Dataset First(Dataset data, int count) => data.Select([.. Enumerable.Range(0, Math.Min(count, data.Count))]);

    /// <param name="Accuracies">In percent, by width of the frames.</param>
    /// <param name="Rate">Spikes of a hidden neuron in a step, at the width of training.</param>
    /// <param name="Attack">What it took to mislead it.</param>
    private sealed record Outcome(double[] Accuracies, double Rate, SmallestPerturbation.Result Attack);
}
