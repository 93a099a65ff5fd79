using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Benchmarks.Measuring;

namespace NeuronDsl.Benchmarks.Simulation;

/// <summary>Runs of ours and of the C++ peers by turns, so that whatever else the machine does befalls both.</summary>
internal sealed class Match(IReadOnlyList<CppPeer> compilers, List<Row> rows)
{
    /// <summary>Runs of which the median counts.</summary>
    public const int Rounds = 7;

    /// <summary>Measures a workload at one size, in both precisions.</summary>
    public void Play(Workload workload, int count)
    {
        string program = workload.IsUnseen ? "unseen" : "sim";
        CppPeer[] peers = [.. compilers.Where(c => c.Has(program))];
        int steps = workload.Steps(count);
        var ours = new List<OurRun>[] { [], [] };
        Dictionary<(string Peer, string Model, bool IsDouble), List<PeerFigure>> theirs = [];
        for (int round = 0; round < Rounds; round++)
        {
            foreach (CppPeer peer in peers)
            {
                // The peers choose by parts of names: take no more than what was asked for.
                foreach (PeerFigure figure in peer.Run(program, workload.Name, steps, count).Where(f => f.Model == workload.Name || f.Model == workload.Name + "_opt"))
                {
                    if (!theirs.TryGetValue((peer.Name, figure.Model, figure.IsDouble), out List<PeerFigure>? figures)) theirs[(peer.Name, figure.Model, figure.IsDouble)] = figures = [];
                    figures.Add(figure);
                }
            }

            ours[0].Add(Rate(workload, isDouble: false, count, steps));
            ours[1].Add(Rate(workload, isDouble: true, count, steps));
        }

        foreach (bool isDouble in new[] { false, true })
        {
            OurRun[] runs = [.. ours[isDouble ? 1 : 0]];
            double rate = Sample.Median(runs.Select(r => r.Rate));
            int operations = EmittedOperations.Count(workload.Neuron + (isDouble ? "Double" : ""), workload.Solver);
            double peak = isDouble ? FmaPeak.Double : FmaPeak.Single;
            string name = $"{workload.Name} {(isDouble ? "f64" : "f32")} {count:N0}";
            Row Make(string against, double? figure, double? ratio, double? goal, string? wrong) => new($"{name} / {against}", rate, figure, "M steps/s", ratio, goal)
            {
                Wrong = wrong, OperationsPerSecond = rate * 1e6 * operations, PeakShare = rate * 1e6 * operations / peak, BytesPerStep = runs[0].BytesPerStep,
            };
            if (peers.Length == 0) rows.Add(Make("-", null, null, null, null));
            foreach (((string peer, string model, bool _), List<PeerFigure> figures) in theirs.Where(t => t.Key.IsDouble == isDouble))
            {
                bool shared = model != workload.Name;
                double ratio = Sample.Median(runs.Zip(figures, (a, b) => a.Rate / b.Rate));
                double? goal = shared ? workload.SharedGoal : runs[0].Bytes > Results.LastLevelCache ? workload.GoalBeyondCache ?? workload.Goal : workload.Goal;
                rows.Add(Make($"{peer} {(shared ? "hand-shared" : "textbook")}", Sample.Median(figures.Select(f => f.Rate)), ratio, goal, Compare(workload, runs[0], figures[0])));
            }

            if (workload.PeakGoal is { } goals && count == 1_000 && operations > 0)
            {
                double share = rate * 1e6 * operations / peak;
                rows.Add(new Row($"{name} / peak of FMA", rate * operations / 1e3, peak / 1e9, "GFLOP/s", share, isDouble ? goals.Double : goals.Single));
            }
        }
    }

    /// <summary>Measures Hodgkin and Huxley beside the same program in C++ intrinsics, at the better of its block sizes.</summary>
    public void PlayIntrinsics(Workload workload)
    {
        const string Program = "blkcpp";
        const int Count = 1_000, Turns = 3;
        foreach (CppPeer peer in compilers.Where(c => c.Has(Program)))
        {
            List<IReadOnlyList<PeerFigure>> theirs = [];
            List<(double Single, double Double)> ours = [];
            for (int turn = 0; turn < Turns; turn++)
            {
                theirs.Add(peer.RunWhole(Program));
                double Rate7(bool isDouble) => Sample.Median(Enumerable.Range(0, Rounds).Select(_ => Rate(workload, isDouble, Count, workload.Steps(Count)).Rate).ToArray());
                ours.Add((Rate7(false), Rate7(true)));
            }

            foreach (bool isDouble in new[] { false, true })
            {
                double[] mine = [.. ours.Select(o => isDouble ? o.Double : o.Single)];
                double[] other = [.. theirs.Select(t => t.Where(f => f.IsDouble == isDouble && f.Count == Count).Max(f => f.Rate))];
                rows.Add(new Row(
                    $"{workload.Name} {(isDouble ? "f64" : "f32")} {Count:N0} / {peer.Name} intrinsics", Sample.Median(mine), Sample.Median(other), "M steps/s", Sample.Median(mine.Zip(other, (a, b) => a / b)), isDouble ? 0.97 : 1));
            }
        }
    }

    /// <summary>One run of ours: from the initial state, after a first step that compiles.</summary>
    public static OurRun Rate(Workload workload, bool isDouble, int count, int steps)
    {
        using (MeasuredPopulation warm = workload.Create(isDouble, 64)) warm.Step(2);
        using MeasuredPopulation population = workload.Create(isDouble, count);
        double start = CpuClock.Seconds;
        long spikes = population.Step(steps);
        double seconds = CpuClock.Seconds - start;
        return new OurRun((double)count * steps / seconds / 1e6, spikes - (workload.PeersSpikeLate ? population.LastSpikes : 0), population.MeanPotential, population.BytesPerStep, population.Bytes);
    }

    private static string? Compare(Workload workload, OurRun ours, PeerFigure peer)
    {
        if (double.IsNaN(peer.MeanPotential)) return null;
        if (Math.Abs(ours.Spikes - peer.Spikes) > Math.Max(2, Workload.SpikeTolerance * peer.Spikes)) return $"{ours.Spikes} spikes, the peer {peer.Spikes}";
        return Math.Abs(ours.MeanPotential - peer.MeanPotential) <= workload.PotentialTolerance ? null : $"mean potential {ours.MeanPotential:0.######}, the peer {peer.MeanPotential:0.######}";
    }
}

/// <summary>What one run of ours gave.</summary>
/// <param name="Rate">Million neuron-steps a second of processor time.</param>
/// <param name="Spikes">Spikes, as the peers count them.</param>
/// <param name="MeanPotential">The mean of the first state.</param>
/// <param name="BytesPerStep">Bytes that one step of one neuron reads and writes.</param>
/// <param name="Bytes">Bytes of all rows.</param>
internal sealed record OurRun(double Rate, long Spikes, double MeanPotential, int BytesPerStep, long Bytes);
