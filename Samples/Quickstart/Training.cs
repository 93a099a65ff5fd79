using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using NeuronDsl;
using NeuronDsl.Data;
using NeuronDsl.Reports;
using NeuronDsl.Training;
using Spectre.Console;

namespace Quickstart;

/// <summary>Trains a small network of the sample's own neuron on handwritten digits.</summary>
internal static class Training
{
    private const int Steps = 12;

    public static Evaluation Run(Section section, int epochs, ulong seed, CancellationToken cancellation)
    {
        (Dataset train, Dataset test) = Digits.Load(seed);
        using var network = new Sequential(
            new Linear(64, 128),
            ResonateAndAdapt.Layer(128, dt: 4f, Solver.Exact),
            new Linear(128, 10),
            ResonateAndAdapt.Layer(10, dt: 4f, Solver.Exact));
        network.Initialize(seed);

        using var adam = new Adam(network.Parameters, learningRate: 3e-3);
        var trainer = new Trainer(network, adam, new MeanSquaredError(), new ConstantEncoder(Steps), batchSize: 64, seed);
        List<double> losses = [], trainAccuracies = [], testAccuracies = [];
        Evaluation evaluation = trainer.Evaluate(test, cancellation);
        AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(display =>
        {
            ProgressTask task = display.AddTask("training", maxValue: epochs);
            for (int epoch = 1; epoch <= epochs; epoch++)
            {
                TrainingProgress last = default;
                trainer.Train(train, epoch, new Reporter(progress =>
                {
                    last = progress;
                    task.Value = epoch - 1 + ((double)progress.Batch / progress.Batches);
                    task.Description = $"epoch {progress.Epoch}/{epochs}  loss {progress.Loss:0.0000}  accuracy {progress.Accuracy:0.0%}";
                }), cancellation);
                evaluation = trainer.Evaluate(test, cancellation);
                losses.Add(last.Loss);
                trainAccuracies.Add(100 * last.Accuracy);
                testAccuracies.Add(100 * evaluation.Accuracy);
            }
        });

        Draw(section, network, losses, trainAccuracies, testAccuracies, evaluation);
        return evaluation;
    }

    private static void Draw(Section section, Sequential network, List<double> losses, List<double> train, List<double> test, Evaluation evaluation)
    {
        double[] epochs = [.. Enumerable.Range(1, losses.Count).Select(e => (double)e)];
        section.Text($"Held-out accuracy {evaluation.Accuracy:0.0%} with {evaluation.SpikesPerSample:0} spikes for a digit, {Steps} time steps each.");
        section.Code(network.Summary());
        section.Figure(
            new LineChart(new Series("training", epochs, [.. train]), new Series("held out", epochs, [.. test])) { Title = "Accuracy", X = new Axis("Epoch"), Y = new Axis("Accuracy", "%") },
            "Digits classified right, while learning and on those never seen.");
        section.Figure(
            new LineChart(new Series("loss", epochs, [.. losses])) { Title = "Loss", X = new Axis("Epoch"), Y = new Axis("Mean squared error") { Logarithmic = true } },
            "The training loss.");
        section.Figure(evaluation.Confusion.ToChart("Held-out digits"), "Which digit was taken for which.");
    }

    // Progress<T> would post to a thread pool and arrive late.
    private sealed class Reporter(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
