using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using NeuronDsl.Reports;

namespace NeuronDsl.Training;

/// <summary>
/// The report of a training, or of several with other seeds: curves (with several, the mean and a band of one standard deviation), activity, what the
/// neurons learnt, confusion, operations, energy.
/// </summary>
public static class TrainingReport
{
    private static readonly Axis EpochAxis = new("Epoch");

    /// <summary>Adds the curves of one or more trainings.</summary>
    /// <param name="report">The report.</param>
    /// <param name="runs">The history of each training, all of the same network; trainings that stopped early count as long as they lasted.</param>
    /// <exception cref="ArgumentException">There is no training, or one has no epoch.</exception>
    public static Report AddCurves(this Report report, params IReadOnlyList<IReadOnlyList<EpochRecord>> runs)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0 || runs.Any(run => run.Count == 0)) throw new ArgumentException("A report of training needs at least one epoch of each run.", nameof(runs));

        var section = report.Section("Learning curves");
        if (runs.Count > 1) section.Text(string.Create(CultureInfo.InvariantCulture, $"Means of {runs.Count} trainings; the bands are one standard deviation."));
        Add(section, "Accuracy", new Axis("Accuracy", "%"), [("training", e => 100 * e.Accuracy), ("held out", e => 100 * e.HeldOutAccuracy)], runs);
        Add(section, "Loss", new Axis("Loss"), [("training", e => e.Loss), ("held out", e => e.HeldOutLoss)], runs);
        Add(section, "Spikes", new Axis("Spikes a sample"), [("training", e => e.SpikesPerSample), ("held out", e => e.HeldOutSpikes)], runs);
        Add(section, "Learning rate", new Axis("Learning rate"), [("", e => e.LearningRate)], runs.Take(1).ToArray());

        var first = runs[0][^1];
        AddReadings(report, "Activity of each layer", new Axis("Neurons that send at a step", "%"), first.Activities, e => e.Activities, 100, runs);
        AddReadings(report, "What the neurons learnt", new Axis("Mean value"), first.Parameters, e => e.Parameters, 1, runs);
        return report;
    }

    /// <summary>Adds what an evaluation found: confusion, activity, operations and energy.</summary>
    /// <param name="report">The report.</param>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="energy">Energies of the operations; left out, the usual ones of 45 nm.</param>
    public static Report AddEvaluation(this Report report, Evaluation evaluation, EnergyModel? energy = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(evaluation);
        energy ??= EnergyModel.Default;
        var section = report.Section("Held-out samples");
        if (evaluation.Confusion.Total > 0) section.Figure(evaluation.Confusion.ToChart(), "Which class was taken for which.");
        section.Table(Activities(evaluation), "What the neurons sent, for a mean sample.");
        section.Table(Work(evaluation, energy), "What the synapses had to do for a mean sample, and an estimate of the energy in a process of 45 nm.");
        return report;
    }

    /// <summary>Adds what each layer of neurons sent for one sample of the last batch.</summary>
    /// <param name="report">The report.</param>
    /// <param name="network">The network, after a forward pass.</param>
    /// <param name="sample">The sample.</param>
    public static Report AddRasters<T>(this Report report, Sequential<T> network, int sample = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(network);
        var section = report.Section("Rasters");
        foreach (var (name, layer) in NeuronLayers(network, "")) section.Figure(SpikeRaster.Of(layer.Output, sample, name));
        return report;
    }

    private static IEnumerable<(string Name, NeuronLayer<T> Layer)> NeuronLayers<T>(Layer<T> layer, string place)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => layer is NeuronLayer<T> neurons
        ? [($"{place.TrimEnd('.')} {neurons.Name}", neurons)]
        : layer.Inner.SelectMany((inner, i) => NeuronLayers(inner, string.Create(CultureInfo.InvariantCulture, $"{place}{i}.")));

    private static void AddReadings(
        Report report, string heading, Axis axis, IReadOnlyList<EpochRecord.Reading> readings,
        Func<EpochRecord, IReadOnlyList<EpochRecord.Reading>> of, double scale, IReadOnlyList<IReadOnlyList<EpochRecord>> runs)
    {
        if (readings.Count == 0) return;
        var curves = readings.Select((reading, i) => (reading.Name, (Func<EpochRecord, double>)(e => i < of(e).Count ? scale * of(e)[i].Mean : double.NaN)));
        Add(report.Section(heading), heading, axis, [.. curves], runs);
    }

    private static void Add(
        Section section, string title, Axis axis, (string Name, Func<EpochRecord, double> Value)[] curves, IReadOnlyList<IReadOnlyList<EpochRecord>> runs)
    {
        var drawable = curves.Where(curve => runs.Any(run => run.Any(epoch => double.IsFinite(curve.Value(epoch))))).ToArray();
        if (drawable.Length == 0) return;
        double[] epochs = [.. runs.MaxBy(run => run.Count)!.Select(epoch => (double)epoch.Epoch)];
        Series[] series = [.. drawable.Select(curve => Series.OfMean(curve.Name, epochs, [.. runs.Select(run => run.Select(curve.Value).ToArray())]))];
        section.Figure(new LineChart(series) { Title = title, X = EpochAxis, Y = axis });
    }

    private static Table Activities(Evaluation evaluation)
    {
        var table = new Table("Layer", "Neurons", "Steps", "Sent", "Activity");
        foreach (var layer in evaluation.Layers)
            table.Row(layer.Layer, layer.Neurons, layer.Steps, layer.Sent, string.Create(CultureInfo.InvariantCulture, $"{100 * layer.Activity:F1} %"));
        return table;
    }

    private static Table Work(Evaluation evaluation, EnergyModel energy)
    {
        var table = new Table("Layer", "Arriving", "Operations", "Dense operations", "nJ", "nJ dense, once");
        foreach (var (work, sent) in evaluation.Work)
            table.Row(
                work.Layer, work.Arriving, work.Operations, work.DenseOperations, energy.Spiking(work, sent) / 1000,
                energy.Dense(work) / 1000);
        return table;
    }
}
