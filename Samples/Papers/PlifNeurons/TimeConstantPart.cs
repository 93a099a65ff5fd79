using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Data;
using NeuronDsl.Reports;
using NeuronDsl.Training;
using PapersSample.Reproduction;

namespace PapersSample.PlifNeurons;

/// <summary>Learned against fixed time constants, from a short and from a long one.</summary>
internal static class TimeConstantPart
{
    private const int Steps = 8, BatchSize = 16;

    public static Part Part { get; } = new("tau", "Learned and fixed time constants, from 2 and from 16", Run);

    private static void Run(PaperRun run)
    {
        (int channels, int hidden, int epochs) = (run.Choose(4, 8, 8), run.Choose(32, 64, 128), run.Choose(1, 2, 2));
        DataSplit data = ClothingImages.Load(run, run.Choose(128, 4_000, 20_000), run.Choose(64, 1_000, 5_000));
        Setting[] settings =
        [
            .. MembraneKind.All.Select(kind => new Setting(kind.Name, kind, AveragePool: false)),
            new Setting("PLIF, tau 2, average pools", MembraneKind.Plif2, AveragePool: true),
            new Setting(MembraneKind.Unscaled2.Name, MembraneKind.Unscaled2, AveragePool: false),
        ];
        bool[] binary = new bool[run.Seeds];
        IReadOnlyDictionary<Setting, ImageOutcome[]> results = run.Compare("time constants", settings, (setting, seed) =>
        {
            using ImageNetwork network = ImageNetwork.TwoBlocks(setting.Kind, channels, hidden, seed, setting.AveragePool);
            ImageOutcome outcome = ImageTraining.Run(network, data, Steps, BatchSize, epochs, seed);
            if (setting == settings[0]) binary[seed - 1] = SendsBits(network, data.Test);
            return outcome;
        });

        Listing table = new(["neurons", .. Enumerable.Range(1, epochs).Select(epoch => $"epoch {epoch} (%)"), "spikes/image", "tau by layer"]);
        foreach ((Setting setting, ImageOutcome[] outcomes) in results)
        {
            table.Row([
                setting.Name, .. Enumerable.Range(0, epochs).Select(epoch => Spread.Of(outcomes, o => o.Accuracies[epoch]).ToString("0.00")),
                Spread.Of(outcomes, o => o.SpikesPerImage).ToString("0"), string.Join(", ", outcomes[0].Taus.Select((_, layer) => Spread.Of(outcomes, o => o.Taus[layer]).ToString("0.00")))]);
        }

        run.Show(
            table,
            $"{{{channels}c3-BN-neurons-MP2}}x2-FC{hidden}-neurons-FC100-neurons-vote, {Steps} steps, {data.Training.Count} training and {data.Test.Count} test images of {data.Training.Name}.");
        run.Section.Figure(new LineChart([.. settings.Take(4).Select(setting => new Series(setting.Name, [.. Enumerable.Range(1, epochs).Select(epoch => (double)epoch)], [.. Enumerable.Range(0, epochs).Select(epoch => Spread.Of(results[setting], o => o.Accuracies[epoch]).Mean)]) { Dots = true })])
        {
            Title = "Test accuracy", X = new Axis("Epoch"), Y = new Axis("Accuracy", "%"),
        });

        double[] first = [.. settings.Take(4).Select(setting => Spread.Of(results[setting], o => o.Accuracies[0]).Mean)];
        double[] last = [.. settings.Select(setting => Spread.Of(results[setting], o => o.Accuracy).Mean)];
        Spread gain = Spread.OfDifferences(results[settings[2]].Select(o => o.Accuracies[0]), results[settings[3]].Select(o => o.Accuracies[0]));
        run.Judge("from tau 16, learning it learns faster: at least a point ahead after the first epoch", "+1.59 points", $"{gain.ToString("+0.00;-0.00")} points", gain.Mean >= 1);
        run.Judge(
            "learning makes the initial tau matter less",
            "0.9 points for PLIF, 2.6 for LIF, after the first epoch",
            $"{Math.Abs(first[0] - first[2]):0.00} points for PLIF, {Math.Abs(first[1] - first[3]):0.00} for LIF, after the first epoch; {Math.Abs(last[0] - last[2]):0.00} and {Math.Abs(last[1] - last[3]):0.00} after the last",
            Math.Abs(first[0] - first[2]) < Math.Abs(first[1] - first[3]), Math.Abs(last[0] - last[2]) < Math.Abs(last[1] - last[3]));

        // The gap between what was learned from 2 and from 16, in 1 / tau, where it began as 1/2 - 1/16.
        double[] gaps = [.. results[settings[0]][0].Taus.Select((_, layer) => (Spread.Of(results[settings[0]], o => 1 / o.Taus[layer]).Mean - Spread.Of(results[settings[2]], o => 1 / o.Taus[layer]).Mean) / (0.5 - 0.0625))];
        run.Judge(
            "the time constants learned from 2 and from 16 approach one another in every layer: half of the gap in 1/tau is closed",
            "nearly closed, after 1024 epochs",
            $"{string.Join(", ", gaps.Select(gap => FormattableString.Invariant($"{100 * (1 - Math.Abs(gap)):0}")))} % closed, by layer, after {epochs} epochs",
            [.. gaps.Select(gap => Math.Abs(gap) <= 0.5)]);
        run.Judge(
            "max pooling keeps spikes binary and costs nothing: within a point of average pooling",
            "used throughout; no comparison known",
            $"{last[0]:0.00} against {last[4]:0.00} %; pooled values {(binary.All(b => b) ? "are spikes" : "are not spikes")}",
            last[0] >= last[4] - 1, binary.All(b => b));
        run.Note($"Without the scaling of the input by 1/tau the accuracy is {last[5]:0.00} % in place of {last[0]:0.00} %.");
    }

    // Whether every value behind every pool is 0 or 1.
    private static bool SendsBits(ImageNetwork network, Dataset data)
    {
        using ConstantEncoder encoder = new(Steps);
        Signal<float> signal = encoder.Encode(data, [0, 1, 2, 3]);
        bool bits = true;
        foreach (Layer<float> layer in network.Network.Layers)
        {
            signal = layer.Forward(signal, training: false);
            if (!network.Pools.Contains(layer)) continue;
            foreach (float value in signal.Values) bits &= value is 0 or 1;
        }

        return bits;
    }

    private sealed record Setting(string Name, MembraneKind Kind, bool AveragePool);
}
