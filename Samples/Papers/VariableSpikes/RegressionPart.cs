using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Reports;
using PapersSample.Reproduction;

namespace PapersSample.VariableSpikes;

/// <summary>Conventional, leaky and variable spiking networks on regression tasks, over the length of the spike train.</summary>
internal static class RegressionPart
{
    public static Part Part { get; } = new("regression", "Regression: error and activity", Run);

    /// <summary>What is regressed.</summary>
    public static IReadOnlyList<string> Tasks { get; } = ["Friedman-1", "oscillator", "diabetes"];

    /// <summary>The task of a seed, in the size of the run.</summary>
    public static RegressionTask Task(PaperRun run, string name, ulong seed)
    {
        int training = run.Choose(200, 2000, 2000), test = run.Choose(100, 1000, 1000);
        return name switch
        {
            "oscillator" => RegressionTask.Oscillator(seed, training, test),
            "diabetes" => RegressionTask.Diabetes(seed),
            _ => RegressionTask.Friedman(seed, training, test),
        };
    }

    /// <summary>How often the samples are gone through: 1500 batches of Friedman's problem.</summary>
    public static int Epochs(PaperRun run) => run.Choose(15, 94, 94);

    private static void Run(PaperRun run)
    {
        int[] lengths = run.Choose<int[]>([1, 4], [1, 4], [1, 4, 8]);
        Setting[] settings = [.. from task in Tasks from length in lengths from kind in new[] { NetworkKind.Ann, NetworkKind.Lif, NetworkKind.Vsn } where kind != NetworkKind.Ann || length == 1 select new Setting(task, kind, length)];
        IReadOnlyDictionary<Setting, RegressionOutcome[]> results = run.Compare("regression", settings, (setting, seed) =>
        {
            using SpikingNetwork network = SpikingNetwork.Create(setting.Kind, inputs: 10, outputs: 1, seed);
            return RegressionTraining.Run(network, Task(run, setting.Task, seed), setting.Length, Epochs(run), seed);
        });

        Listing table = new("task", "units", "spike train", "NMSE", "activity (%)", "energy, ANN = 1");
        foreach ((Setting setting, RegressionOutcome[] outcomes) in results)
        {
            double energy = setting.Kind == NetworkKind.Ann ? 1 : EnergyModel.Ratio([10, SpikingNetwork.Hidden, SpikingNetwork.Hidden, 1], setting.Length, outcomes, graded: setting.Kind == NetworkKind.Vsn);
            table.Row(
                setting.Task,
                setting.Kind.ToString().ToUpperInvariant(),
                $"{setting.Length}",
                Of(setting).ToString("0.0000"),
                Spread.Of(outcomes, o => 100 * o.Activity).ToString("0.0"),
                $"{energy:0.00}");
        }

        run.Show(table, "NMSE: squared error over the variance of the targets, held-out samples. Activity: share of hidden units and steps that send something.");
        foreach (string task in Tasks)
        {
            run.Section.Figure(
                new BarChart([.. lengths.Select(length => $"{length}")], [.. new[] { NetworkKind.Lif, NetworkKind.Vsn }.Select(kind => new Bars(kind.ToString(), [.. lengths.Select(length => Of(new Setting(task, kind, length)).Mean)]))])
                {
                    Title = task, X = new Axis("Length of the spike train"), Y = new Axis("NMSE"),
                });
        }

        foreach (string task in Tasks)
        {
            Spread ann = Of(new Setting(task, NetworkKind.Ann, 1)), lif = Of(new Setting(task, NetworkKind.Lif, 1)), vsn = Of(new Setting(task, NetworkKind.Vsn, 1));
            run.Judge(
                $"{task}: with one step, variable spikes regress with at most a third of the error of spikes of one",
                "far better than LIF; figures not known",
                $"NMSE {vsn.ToString("0.0000")} against {lif.ToString("0.0000")}: {vsn.Mean / lif.Mean:0.00} of it",
                vsn.Mean <= lif.Mean / 3);
            run.Judge(
                $"{task}: and with at most twice the error of a conventional network",
                "close to the ANN; figures not known",
                $"NMSE {vsn.ToString("0.0000")} against {ann.ToString("0.0000")}: {vsn.Mean / ann.Mean:0.0} times it",
                vsn.Mean <= 2 * ann.Mean);
        }

        Spread Of(Setting setting) => Spread.Of(results[setting], o => o.Error);
    }

    private sealed record Setting(string Task, NetworkKind Kind, int Length);
}
