using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Reports;
using PapersSample.Reproduction;
using static System.FormattableString;

namespace PapersSample.VariableSpikes;

/// <summary>The spiking loss: what less activity costs.</summary>
internal static class PenaltyPart
{
    public static Part Part { get; } = new("penalty", "The spiking loss: activity against error", Run);

    private static void Run(PaperRun run)
    {
        foreach (string task in RegressionPart.Tasks) Run(run, task);
    }

    private static void Run(PaperRun run, string task)
    {
        double[] penalties = run.Choose<double[]>([0, 1], [0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1], [0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1]);
        IReadOnlyDictionary<double, RegressionOutcome[]> results = run.Compare($"penalties, {task}", penalties, (penalty, seed) => Train(run, task, NetworkKind.Vsn, penalty, seed));
        double conventional = Spread.Of(run.Repeat("conventional network", seed => Train(run, task, NetworkKind.Ann, 0, seed)), o => o.Error).Mean;
        Listing table = new("penalty", "NMSE", "NMSE, ANN = 1", "activity (%)");
        foreach ((double penalty, RegressionOutcome[] outcomes) in results)
        {
            Spread error = Spread.Of(outcomes, o => o.Error);
            table.Row($"{penalty}", error.ToString("0.0000"), $"{error.Mean / conventional:0.0}", Spread.Of(outcomes, o => 100 * o.Activity).ToString("0.0"));
        }

        run.Show(table, $"{task}, one step; the penalty is what full activity of one layer adds to the loss, and is applied to both.");
        double[] activities = [.. penalties.Select(penalty => Spread.Of(results[penalty], o => 100 * o.Activity).Mean)];
        double[] errors = [.. penalties.Select(penalty => Spread.Of(results[penalty], o => o.Error).Mean)];
        run.Section.Figure(new LineChart(new Series("VSN", activities, errors) { Dots = true })
        {
            Title = $"What silence costs, {task}", X = new Axis("Activity", "%"), Y = new Axis("NMSE") { Logarithmic = true },
        });
        run.Judge(
            $"{task}: a larger penalty always means less activity",
            "activity is traded for error; figures not known",
            $"{string.Join(", ", activities.Select(activity => Invariant($"{activity:0.0}")))} % for penalties of {string.Join(", ", penalties)}",
            Enumerable.Range(1, penalties.Length - 1).All(i => activities[i] < activities[i - 1]));
        JudgeLeast("the activity can be halved for at most twice the error", activities[0] / 2, errors[0]);
        JudgeLeast("at most 40 % of the units send for at most twice the error of a conventional network", 40, conventional);

        // Judges the smallest penalty that brings the activity down to a bound.
        void JudgeLeast(string statement, double bound, double reference)
        {
            int i = Array.FindIndex(activities, activity => activity <= bound);
            if (i < 0) run.Judge($"{task}: {statement}", "figures not known", $"no penalty brings the activity below {bound:0} %", false);
            else run.Judge(
                $"{task}: {statement}",
                "figures not known",
                $"at a penalty of {penalties[i]} {activities[i]:0.0} % in place of {activities[0]:0.0} %, at {errors[i] / reference:0.0} times the error",
                errors[i] <= 2 * reference);
        }
    }

    private static RegressionOutcome Train(PaperRun run, string task, NetworkKind kind, double penalty, ulong seed)
    {
        using SpikingNetwork network = SpikingNetwork.Create(kind, inputs: 10, outputs: 1, seed, penalty);
        return RegressionTraining.Run(network, RegressionPart.Task(run, task, seed), steps: 1, RegressionPart.Epochs(run), seed);
    }
}
