using System;
using System.Diagnostics;
using System.Linq;
using NeuronDsl.Data;
using NeuronDsl.Reports;
using NeuronDsl.Training;
using PapersSample.Reproduction;

namespace PapersSample.PlifNeurons;

/// <summary>All of Fashion-MNIST on a network of 32 channels, and some batches of the publication's own network.</summary>
internal static class FullSizePart
{
    public static Part Fashion { get; } = new("fashion", "All of Fashion-MNIST, 32 channels", RunFashion);

    public static Part Published { get; } = new("published", "The publication's own network", RunPublished);

    private static void RunFashion(PaperRun run)
    {
        const int Steps = 4;
        int epochs = run.Choose(1, 1, 5);
        DataSplit data = ClothingImages.Load(run, run.Choose(128, 3_000, 60_000), run.Choose(128, 1_000, 10_000));
        Stopwatch clock = Stopwatch.StartNew();
        ImageOutcome outcome = run.Repeat("fashion", seed =>
        {
            using ImageNetwork network = ImageNetwork.TwoBlocks(MembraneKind.Plif2, run.Choose(4, 32, 32), run.Choose(32, 256, 256), seed);
            network.Network.Threads = Environment.ProcessorCount;
            ImageOutcome result = ImageTraining.Run(network, data, Steps, batchSize: 64, epochs, seed);
            run.Section.Code(network.Network.Summary());
            return result;
        }, seeds: 1)[0];
        for (int epoch = 1; epoch <= epochs; epoch++) run.Print($"epoch {epoch}: {outcome.Accuracies[epoch - 1]:0.00} %");
        run.Note($"{{32c3-BN-PLIF-MP2}}x2-FC256-PLIF-FC100-PLIF-vote, {Steps} steps, {data.Training.Count} images, {clock.Elapsed.TotalSeconds / epochs:0} s an epoch with its test, {outcome.SpikesPerImage:0} spikes an image; learned time constants {string.Join(", ", outcome.Taus.Select(tau => FormattableString.Invariant($"{tau:0.00}")))}.");
        run.Section.Figure(new LineChart(new Series("test", [.. Enumerable.Range(1, epochs).Select(epoch => (double)epoch)], outcome.Accuracies) { Dots = true }) { Title = "Test accuracy", X = new Axis("Epoch"), Y = new Axis("Accuracy", "%") });
        run.Judge(
            "at least 89.2 % after the first epoch",
            "88.96 % with 128 channels; a reference implementation of this network 89.2 %",
            $"{outcome.Accuracies[0]:0.00} %",
            outcome.Accuracies[0] >= 89.2);
        if (epochs >= 5) run.Judge(
            "at least 90.5 % after the fifth",
            "91 to 92.5 % with 128 channels after the fourth to eighth",
            $"{outcome.Accuracies[4]:0.00} %",
            outcome.Accuracies[4] >= 90.5);
    }

    private static void RunPublished(PaperRun run)
    {
        const int Steps = 8, BatchSize = 16;
        int batches = run.Choose(1, 10, 300);
        if (run.Scale == Scale.Smoke)
        {
            run.Note($"Left out of the smoke run: a batch takes seconds.");
            return;
        }

        DataSplit data = ClothingImages.Load(run, batches * BatchSize, 500);
        using ImageNetwork network = ImageNetwork.Published(MembraneKind.Plif2, seed: 1);
        network.Network.Threads = Environment.ProcessorCount;
        Stopwatch clock = Stopwatch.StartNew();
        double accuracy = 0;
        ImageOutcome outcome = ImageTraining.Run(network, data, Steps, BatchSize, epochs: 1, seed: 1, progress: new Last(progress => accuracy = progress.Accuracy));
        double seconds = clock.Elapsed.TotalSeconds;
        double memory = Process.GetCurrentProcess().PeakWorkingSet64 / 1e9;
        run.Note($"{{128c3-BN-PLIF-MP2}}x2-DP-FC2048-PLIF-DP-FC100-PLIF-vote, {Steps} steps, batches of {BatchSize}: {network.Network.ParameterCount:N0} parameters, {batches} batches in {seconds:0} s with the test, {batches * BatchSize / seconds:0.0} images/s, at most {memory:0.00} GB of memory in the process.");
        run.Section.Code(network.Network.Summary());
        if (run.Scale != Scale.Full) return;
        run.Judge(
            "the publication's own network runs and learns: above 50 % on the training images of its first batches",
            "88.96 % after the first epoch",
            $"{100 * accuracy:0.0} % in training, {outcome.Accuracy:0.0} % on 500 test images after {batches} batches",
            100 * accuracy > 50);
    }

    private sealed class Last(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }
}
