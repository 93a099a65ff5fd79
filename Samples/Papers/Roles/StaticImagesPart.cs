using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Data;
using NeuronDsl.Reports;
using NeuronDsl.Training;
using PapersSample.Reproduction;

namespace PapersSample.Roles;

/// <summary>Whether leakage, reset and recurrence matter where there is nothing to remember.</summary>
internal static class StaticImagesPart
{
    private const int Hidden = 512, Steps = 8;

    private static readonly double[] _published = [95.22, 96.12, 94.17, 94.85, 96.98];

    public static Part Part { get; } = new("static", "Spatial data: still images", Run);

    private static void Run(PaperRun run)
    {
        (DataSplit data, int hidden) = Images.Load(run, run.Choose(300, 10_000, 60_000)) is { } fashion ? (fashion, run.Choose(32, Hidden, Hidden)) : (Digits.Load(), run.Choose(32, 128, 128));
        int epochs = run.Choose(1, 3, 5);
        IReadOnlyDictionary<Variant, Outcome[]> results = run.Compare("still images", Variant.All, (variant, seed) => Train(variant, data, hidden, epochs, seed));
        Listing table = new("variant", "accuracy (%)", "publication, MNIST (%)", "spikes a step and neuron");
        foreach ((Variant variant, double published) in Variant.All.Zip(_published))
            table.Row(variant.Name, Spread.Of(results[variant], o => o.Accuracy).ToString("0.00"), $"{published:0.00}", Spread.Of(results[variant], o => o.Rate).ToString("0.000"));
        run.Show(
            table,
            $"{data.Training.Name}: {data.Training.Count} images of {data.Training.Shape} pixels as constant currents over {Steps} steps, {hidden} hidden neurons, {epochs} epochs, sums over time read out. Normal leakage leaves {Variant.Decay} of the potential.");
        run.Section.Figure(new BarChart([.. Variant.All.Select(variant => variant.Name)], new Bars("accuracy", [.. Variant.All.Select(variant => Spread.Of(results[variant], o => o.Accuracy).Mean)]))
        {
            Title = "Accuracy on still images", Y = new Axis("Accuracy", "%"),
        });

        double[] accuracies = [.. Variant.All.Select(variant => Spread.Of(results[variant], o => o.Accuracy).Mean)];
        run.Judge(
            "on still images all variants lie within 3 points",
            "2.8 points on MNIST",
            $"{accuracies.Max() - accuracies.Min():0.0} points",
            accuracies.Max() - accuracies.Min() <= 3);
        Spread with = Spread.Of(results[Variant.Baseline], o => o.Rate), without = Spread.Of(results[Variant.WithoutReset], o => o.Rate);
        run.Note($"Without reset the hidden layer fires {without.Mean / with.Mean:0.00} times as often as with it. What the publication says of rates it says of events: see there.");
    }

    private static Outcome Train(Variant variant, DataSplit data, int hidden, int epochs, ulong seed)
    {
        // Output neurons outside the surrogate's window would not learn in a training as short as this.
        using Sequential network = variant.Network(data.Training.Shape.Size, hidden, data.Training.Classes, spikingOutputs: false, seed);
        using Adam adam = new(network.Parameters, learningRate: 1e-3);
        using CrossEntropy loss = new();
        using ConstantEncoder encoder = new(Steps);
        Trainer trainer = new(network, adam, loss, encoder, batchSize: 128, seed);
        trainer.Train(data.Training, epochs);
        Evaluation evaluation = trainer.Evaluate(data.Test);
        network.Forward(encoder.Encode(data.Test, [.. Enumerable.Range(0, 50)]), training: false);
        return new Outcome(100 * evaluation.Accuracy, network.Layers[1].SpikeCount / 50.0 / Steps / hidden);
    }

    private sealed record Outcome(double Accuracy, double Rate);
}
