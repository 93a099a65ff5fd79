using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Benchmarks.Measuring;

namespace NeuronDsl.Benchmarks.Training;

/// <summary>Turns of ours between those of the others; rates are medians over the turns, ratios medians of the turns' ratios.</summary>
internal sealed class TrainingMatch(IReadOnlyList<TorchPeer> peers, List<Row> rows, bool quick)
{
    private const double Turn = 0.1;

    private readonly int _turns = quick ? 3 : 7;

    /// <summary>Measures a workload beside some of torch.</summary>
    /// <param name="ours">Ours.</param>
    /// <param name="contests">Their names in the peer's script, what rows call them, and the goals where there are any.</param>
    public void Play(Workload ours, params (string Workload, string Label, double? Goal)[] contests)
    {
        double own = Rate(ours);
        if (peers.Count == 0) rows.Add(new Row($"{ours.Name} / torch (not installed)", own, null, ours.Unit, null, null));
        foreach ((string workload, string label, double? goal) in contests)
        {
            foreach (TorchPeer peer in peers)
            {
                List<double> mine = [], theirs = [];
                double outcome = 0;
                for (int turn = 0; turn < _turns; turn++)
                {
                    (double seconds, outcome) = peer.Run(workload, 1);
                    theirs.Add(ours.Amount / seconds);
                    mine.Add(Rate(ours));
                }

                bool comparable = !double.IsNaN(ours.Outcome);
                rows.Add(new Row($"{ours.Name} / {label}, {peer.Name}", Sample.Median(mine), Sample.Median(theirs), ours.Unit, Sample.Median(mine.Zip(theirs, (a, b) => a / b)), goal)
                {
                    Wrong = comparable && Math.Abs(ours.Outcome - outcome) > 0.01 * Math.Abs(outcome) ? $"ours comes to {ours.Outcome:G4}, theirs to {outcome:G4}" : null,
                });
            }
        }
    }

    /// <summary>Measures two of our own workloads side by side.</summary>
    public void Play(Workload ours, Workload other, string label, double? goal)
    {
        List<double> mine = [], theirs = [];
        for (int turn = 0; turn < _turns; turn++)
        {
            theirs.Add(Rate(other));
            mine.Add(Rate(ours));
        }

        rows.Add(new Row($"{ours.Name} / {label}", Sample.Median(mine), Sample.Median(theirs), ours.Unit, Sample.Median(mine.Zip(theirs, (a, b) => a / b)), goal));
    }

    /// <summary>Amounts per second of one turn, the median of its runs.</summary>
    public static double Rate(Workload workload)
    {
        workload.Run();
        List<double> seconds = [];
        for (double total = 0; total < Turn || seconds.Count < 3; total += seconds[^1])
        {
            double start = CpuClock.Seconds;
            workload.Run();
            seconds.Add(CpuClock.Seconds - start);
        }

        return workload.Amount / Sample.Median(seconds);
    }
}
