using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Benchmarks.Measuring;

namespace NeuronDsl.Benchmarks.Simulation;

/// <summary>Runs of ours between those of the hand-written prototypes.</summary>
internal static class PrototypeMatch
{
    private const int Turns = 3, Count = 1_000;

    /// <summary>Measures the workloads that a prototype was written for.</summary>
    public static void Play(PrototypePeer prototypes, IEnumerable<Workload> workloads, List<Row> rows)
    {
        foreach (Workload workload in workloads.Where(w => !w.IsUnseen))
        {
            List<double>[] ours = [[], []];
            List<double>[] theirs = [[], []];
            for (int turn = 0; turn < Turns; turn++)
            {
                foreach (PeerFigure figure in prototypes.Best(workload, Count)) theirs[figure.IsDouble ? 1 : 0].Add(figure.Rate);
                for (int type = 0; type < 2; type++)
                    ours[type].Add(Sample.Median(Enumerable.Range(0, Match.Rounds).Select(_ => Match.Rate(workload, type == 1, Count, workload.Steps(Count)).Rate)));
            }

            for (int type = 0; type < 2; type++)
            {
                if (theirs[type].Count == 0) continue;
                rows.Add(new Row(
                    $"{workload.Name} {(type == 1 ? "f64" : "f32")} {Count:N0} / prototype", Sample.Median(ours[type]), Sample.Median(theirs[type]), "M steps/s",
                    Sample.Median(ours[type].Zip(theirs[type], (a, b) => a / b)), 1));
            }
        }
    }
}
