using System.Collections.Generic;
using System.Linq;
using PapersSample.Reproduction;

namespace PapersSample.EligibilityPropagation;

/// <summary>
/// What is not known of the publication's settings, chosen by sentences that are neither learnt from nor judged by: one setting for all neurons, that of the lowest mean
/// error, and each neuron's own.
/// </summary>
internal static class TuningPart
{
    private static readonly Rule[] _grid = [.. from rate in new[] { 0.003, 0.01, 0.03 } from cost in new[] { 0.0, 0.05, 0.5 } select new Rule(rate, cost)];

    public static Part Part { get; } = new("tuning", "Settings, chosen by validation", Run);

    /// <summary>The setting for all neurons, as this part found it.</summary>
    public static Rule Common { get; } = new(0.01, 0.05);

    /// <summary>Each neuron's own, as this part found it.</summary>
    public static IReadOnlyDictionary<Neuron, Rule> Own { get; } = new Dictionary<Neuron, Rule>
    {
        [Neuron.Alif] = new(0.03, 0.05), [Neuron.Negative] = new(0.003, 0), [Neuron.Positive] = new(0.01, 0.5),
        [Neuron.Coarse] = new(0.03, 0.05), [Neuron.Bounded] = new(0.03, 0.05), [Neuron.Fine] = new(0.03, 0),
    };

    private static void Run(PaperRun run)
    {
        if (run.Scale == Scale.Quick)
        {
            run.Note($"Not repeated at quick settings. Chosen for all neurons: {Common}; {string.Join("; ", Own.Select(own => $"{own.Key.Name}: {own.Value}"))}.");
            return;
        }

        if (SpokenCorpus.For(run, run.Choose(10, 60, 60)) is not { } corpus) return;
        Rule[] grid = run.Choose(_grid[..2], _grid, _grid);
        int size = run.Choose(12, 96, 96), updates = run.Choose(1, 200, 200);
        Setting[] settings = [.. from rule in grid from neuron in Neuron.All select new Setting(neuron, rule)];
        IReadOnlyDictionary<Setting, Outcome[]> results = run.Compare("settings", settings, (setting, seed) => SpeechTraining.Train(setting, corpus, size, updates, seed, validate: true), seeds: 1);
        double Wrong(Neuron neuron, Rule rule) => results[new Setting(neuron, rule)][0].Wrong;
        Listing table = new(["", .. Neuron.All.Select(neuron => neuron.Name), "mean"]);
        foreach (Rule rule in grid)
            table.Row([$"{rule}", .. Neuron.All.Select(neuron => Spread.Of([Wrong(neuron, rule)]).ToString("0.0")), Spread.Of([Neuron.All.Average(neuron => Wrong(neuron, rule))]).ToString("0.0")]);
        run.Show(table, $"Wrong frames (%) of sentences for validation, one layer of {size} neurons, {updates} updates, one seed.");
        run.Note($"Lowest for all neurons: {grid.MinBy(rule => Neuron.All.Average(neuron => Wrong(neuron, rule)))!}; {string.Join("; ", Neuron.All.Select(neuron => $"{neuron.Name}: {grid.MinBy(rule => Wrong(neuron, rule))}"))}.");
    }
}
