using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Data;
using NeuronDsl.Reports;
using NeuronDsl.Training;
using PapersSample.Reproduction;

namespace PapersSample.Roles;

/// <summary>Which of leakage, reset and recurrence it takes to remember over a delay.</summary>
internal static class DelayedXorPart
{
    private const int Hidden = 16;

    private static readonly double[] _published = [77.50, 50.30, 50.50, 96.10, 98.90];

    public static Part Part { get; } = new("xor", "Temporal data: the delayed exclusive or", Run);

    private static void Run(PaperRun run)
    {
        int steps = run.Choose(30, 40, 60), iterations = run.Choose(20, 1500, 15_000), batch = run.Choose(64, 200, 500);
        IReadOnlyDictionary<Variant, Outcome[]> results = run.Compare("delayed xor", Variant.All, (variant, seed) => Train(variant, seed, steps, iterations, batch));
        Listing table = new("variant", "accuracy (%)", "publication (%)", "seeds with 95 % or more", "spikes a step and neuron");
        foreach ((Variant variant, double published) in Variant.All.Zip(_published))
            table.Row(
                variant.Name,
                Spread.Of(results[variant], o => o.Accuracy).ToString("0.0"),
                $"{published:0.0}",
                $"{results[variant].Count(o => o.Accuracy >= 95)} of {results[variant].Length}",
                Spread.Of(results[variant], o => o.Rate).ToString("0.000"));
        run.Show(
            table,
            $"{steps} steps, {DelayedXor.Channels}-{Hidden}-2 networks, {iterations} batches; normal leakage is learned by each neuron, from sigmoid(U(0, 4)) on. The publication's network, steps and leakage are not stated; those of its group's public code are.");
        run.Section.Figure(new LineChart([.. Variant.All.Select(variant => new Series(variant.Name, [.. results[variant][0].Curve.Select(p => (double)p.Iteration)], [.. results[variant][0].Curve.Select(p => p.Accuracy)]))])
        {
            Title = "Learning, first seed", X = new Axis("Batches"), Y = new Axis("Accuracy", "%"),
        });

        Spread Of(Variant variant) => Spread.Of(results[variant], o => o.Accuracy);
        Spread baseline = Of(Variant.Baseline), none = Of(Variant.WithoutLeakage), complete = Of(Variant.CompleteLeakage), reset = Of(Variant.WithoutReset), recurrence = Of(Variant.WithRecurrence);
        run.Judge("with complete leakage nothing is remembered: chance, within 3 points", "50.5 %", $"{complete.ToString("0.0")} %", Math.Abs(complete.Mean - 50) <= 3);
        run.Judge("with recurrence the task is solved: at least 95 %", "98.9 %", $"{recurrence.ToString("0.0")} %", recurrence.Mean >= 95);
        run.Judge(
            "without reset memory is better: at least 10 points above the baseline",
            "96.1 against 77.5 %",
            $"{reset.ToString("0.0")} against {baseline.ToString("0.0")} %",
            reset.Mean >= baseline.Mean + 10);
        run.Judge("without reset at least 90 % are right", "96.1 %", $"{reset.ToString("0.0")} %", reset.Mean >= 90);
        run.Judge("without leakage it is worse than without reset", "50.3 against 96.1 %", $"{none.ToString("0.0")} against {reset.ToString("0.0")} %", none.Mean < reset.Mean);

        IReadOnlyDictionary<Variant, Outcome[]> controls = run.Compare("labels independent", Variant.All, (variant, seed) => Train(variant, seed, steps, iterations / 10, batch, independent: true));
        run.Control(
            "where the label has nothing to do with the first pattern every variant is at chance, within 2 points",
            $"{string.Join(", ", Variant.All.Select(variant => Spread.Of(controls[variant], o => o.Accuracy).ToString("0.0")))} %",
            [.. Variant.All.Select(variant => Math.Abs(Spread.Of(controls[variant], o => o.Accuracy).Mean - 50) <= 2)]);
    }

    private static Outcome Train(Variant variant, ulong seed, int steps, int iterations, int batch, bool independent = false)
    {
        Layer<float> hidden = variant.Temporal(Hidden);
        using Sequential network = new(new Linear(DelayedXor.Channels, Hidden), hidden, new Linear(Hidden, 2), new LeakyReadout<float>(2, decay: 0.9, learnable: true)) { Threads = 1 };
        network.Initialize(seed);
        if (variant.Leakage == Leakage.Normal) DrawLeakage(hidden.Parameters.Single(p => p.Name.EndsWith(".a", StringComparison.Ordinal)), seed);
        using Adam adam = new(network.Parameters, learningRate: 1e-2);
        using CrossEntropy<float> loss = new() { Timing = LossTiming.EveryStep, LastSteps = DelayedXor.Coding };
        using DelayedXor training = new(steps, seed, independent), test = new(steps, seed + 1_000_000, independent);
        List<(int Iteration, double Accuracy)> curve = [];
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            // A tenth of the rate after each third of the training.
            adam.LearningRate = 1e-2 * Math.Pow(0.1, 3 * iteration / iterations);
            training.Draw(batch);
            loss.Evaluate(network.Forward(training.Input, training: true), training.Labels);
            network.Backward(loss.Gradient);
            adam.Step();
            if (iteration % Math.Max(1, iterations / 50) == 0) curve.Add((iteration, Test(1000).Accuracy));
        }

        (double accuracy, double rate) = Test(5000);
        return new Outcome(accuracy, rate, curve);

        (double Accuracy, double Rate) Test(int samples)
        {
            test.Draw(samples);
            loss.Evaluate(network.Forward(test.Input, training: false), test.Labels);
            int right = Enumerable.Range(0, samples).Count(sample => loss.Classify(sample) == test.Labels[sample]);
            return (100.0 * right / samples, (double)hidden.SpikeCount / samples / steps / Hidden);
        }
    }

    private static void DrawLeakage(Parameter<float> parameter, ulong seed)
    {
        RandomStream random = new(seed, purpose: 8);
        foreach (ref float a in parameter.Row(0)) a = (float)(4 * random.NextDouble());
    }

    private sealed record Outcome(double Accuracy, double Rate, IReadOnlyList<(int Iteration, double Accuracy)> Curve);
}
