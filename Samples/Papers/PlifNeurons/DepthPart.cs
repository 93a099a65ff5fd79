using System.Collections.Generic;
using NeuronDsl.Data;
using PapersSample.Reproduction;

namespace PapersSample.PlifNeurons;

/// <summary>A deep network of slow neurons, which only learns where the time constants do.</summary>
internal static class DepthPart
{
    private const int Steps = 8, BatchSize = 16;

    public static Part Part { get; } = new("depth", "Six convolutions of slow neurons", Run);

    private static void Run(PaperRun run)
    {
        (int channels, int epochs) = (run.Choose(4, 8, 8), run.Choose(1, 2, 8));
        DataSplit data = ClothingImages.Load(run, run.Choose(64, 3_000, 6_000), run.Choose(64, 1_000, 2_000));
        IReadOnlyDictionary<MembraneKind, ImageOutcome[]> results = run.Compare("depth", [MembraneKind.Plif16, MembraneKind.Lif16], (kind, seed) =>
        {
            using ImageNetwork network = ImageNetwork.Deep(kind, channels, seed);
            return ImageTraining.Run(network, data, Steps, BatchSize, epochs, seed);
        });
        Listing table = new("neurons", "test accuracy (%)", "spikes/image");
        foreach ((MembraneKind kind, ImageOutcome[] outcomes) in results)
            table.Row(kind.Name, Spread.Of(outcomes, o => o.Accuracy).ToString("0.0"), Spread.Of(outcomes, o => o.SpikesPerImage).ToString("0"));
        run.Show(table, $"AP2-({{{channels}c3-BN-neurons}}x3-MP2)x2-FC100-neurons-vote, {Steps} steps, {epochs} epochs of {data.Training.Count} images.");
        Spread learned = Spread.Of(results[MembraneKind.Plif16], o => o.Accuracy), stuck = Spread.Of(results[MembraneKind.Lif16], o => o.Accuracy);
        run.Judge(
            "a deep network with tau fixed at 16 fails where one that learns tau from 16 succeeds: at most 60 % of its accuracy",
            "47.5 against 93.2 % on CIFAR-10",
            $"{stuck.ToString("0.0")} against {learned.ToString("0.0")} %: {100 * stuck.Mean / learned.Mean:0} % of it",
            stuck.Mean <= 0.6 * learned.Mean);
    }
}
