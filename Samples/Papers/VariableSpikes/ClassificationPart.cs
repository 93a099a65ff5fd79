using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NeuronDsl.Data;
using NeuronDsl.Training;
using PapersSample.Reproduction;

namespace PapersSample.VariableSpikes;

/// <summary>The same three kinds of network as classifiers.</summary>
internal static class ClassificationPart
{
    public static Part Part { get; } = new("classification", "Classification: accuracy and activity", Run);

    private static void Run(PaperRun run)
    {
        List<(string Name, Func<ulong, DataSplit> Load, int Epochs)> sets = [("digits", Digits.Load, run.Choose(1, 20, 40))];
        if (File.Exists(Path.Combine(FashionMnist.DefaultDirectory, "train-images-idx3-ubyte.gz")))
        {
            DataSplit fashion = Subset(FashionMnist.Load(), run.Choose(500, 20_000, 60_000), run.Choose(200, 10_000, 10_000));
            sets.Add(("Fashion-MNIST", _ => fashion, run.Choose(1, 2, 5)));
        }
        else
        {
            run.Note($"Fashion-MNIST is left out: {FashionMnist.DefaultDirectory} does not hold it (Debian's package dataset-fashion-mnist).");
        }

        int[] lengths = run.Choose<int[]>([1], [1, 4], [1, 4, 8]);
        foreach ((string name, Func<ulong, DataSplit> load, int epochs) in sets)
        {
            Setting[] settings = [.. from length in lengths from kind in Enum.GetValues<NetworkKind>() where kind != NetworkKind.Ann || length == 1 select new Setting(kind, length)];
            IReadOnlyDictionary<Setting, Outcome[]> results = run.Compare(name, settings, (setting, seed) => Train(load(seed), setting, epochs, seed));
            Listing table = new("units", "spike train", "test accuracy (%)", "activity (%)");
            foreach ((Setting setting, Outcome[] outcomes) in results)
            {
                table.Row(
                    setting.Kind.ToString().ToUpperInvariant(),
                    $"{setting.Length}",
                    Spread.Of(outcomes, o => o.Accuracy).ToString("0.00"),
                    Spread.Of(outcomes, o => o.Activity).ToString("0.0"));
            }

            run.Show(table, $"{name}, {epochs} epochs, cross-entropy of the mean output.");
            Spread[] differences = [.. lengths.Select(length => Spread.OfDifferences(results[new Setting(NetworkKind.Vsn, length)].Select(o => o.Accuracy), results[new Setting(NetworkKind.Lif, length)].Select(o => o.Accuracy)))];
            run.Judge(
                $"{name}: variable spikes classify as well as spikes of one or better, within a point",
                "not known for these data",
                $"{string.Join(", ", differences.Zip(lengths, (difference, length) => FormattableString.Invariant($"{difference.Mean:+0.0;-0.0} points at length {length}")))}",
                [.. differences.Select(difference => difference.Mean >= -1)]);
        }
    }

    private static Outcome Train(DataSplit data, Setting setting, int epochs, ulong seed)
    {
        using SpikingNetwork network = SpikingNetwork.Create(setting.Kind, data.Training.Shape.Size, data.Training.Classes, seed);
        using ConstantEncoder encoder = new(setting.Length);
        using Adam adam = new(network.Layers.Parameters, learningRate: 3e-3);
        using CrossEntropy loss = new();
        Trainer trainer = new(network.Layers, adam, loss, encoder, batchSize: 128, seed);
        trainer.Train(data.Training, epochs, new AfterEachBatch(network.Project));
        int[] some = [.. Enumerable.Range(0, Math.Min(1000, data.Test.Count))];
        return new Outcome(100 * trainer.Evaluate(data.Test).Accuracy, 100 * network.Activities(encoder.Encode(data.Test, some)).Average());
    }

    private static DataSplit Subset(DataSplit data, int training, int test) =>
        new(data.Training.Select([.. Enumerable.Range(0, training)]), data.Test.Select([.. Enumerable.Range(0, test)]));

    private sealed record Setting(NetworkKind Kind, int Length);

    private sealed record Outcome(double Accuracy, double Activity);

    private sealed class AfterEachBatch(Action action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action();
    }
}
