using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using NeuronDsl.Data;
using NeuronDsl.Reports;
using NeuronDsl.Training;
using Spectre.Console;

namespace FashionMnistSample;

/// <summary>What training went through, epoch by epoch, and the report of it.</summary>
internal sealed class History
{
    private readonly List<double> _epochs = [], _losses = [], _train = [], _test = [];

    /// <summary>The last evaluation.</summary>
    public Evaluation? Last { get; private set; }

    /// <summary>The held-out accuracy after each epoch, in percent.</summary>
    public IEnumerable<(int Epoch, double Accuracy)> TestAccuracies => _epochs.Zip(_test, (e, a) => ((int)e, a));

    /// <summary>Trains one epoch, moving the bar.</summary>
    public TrainingProgress Train(Trainer trainer, Dataset data, int epoch, ProgressTask task, CancellationToken cancellation)
    {
        Bar bar = new(task);
        trainer.Train(data, epoch, bar, cancellation);
        return bar.Last;
    }

    public void Add(int epoch, TrainingProgress progress, Evaluation evaluation)
    {
        _epochs.Add(epoch);
        _losses.Add(progress.Loss);
        _train.Add(100 * progress.Accuracy);
        _test.Add(100 * evaluation.Accuracy);
        Last = evaluation;
    }

    public Report ToReport(Sequential network)
    {
        Report report = new("Fashion-MNIST with leaky integrate-and-fire neurons");
        Section section = report.Section("Training");
        section.Code(network.Summary());
        section.Figure(new LineChart(new Series("training", _epochs.ToArray(), _train.ToArray()), new Series("test", _epochs.ToArray(), _test.ToArray()))
        {
            Title = "Accuracy",
            X = new Axis("Epoch"),
            Y = new Axis("Accuracy", "%"),
        });
        section.Figure(new LineChart(new Series("loss", _epochs.ToArray(), _losses.ToArray())) { Title = "Loss", X = new Axis("Epoch"), Y = new Axis("Mean squared error") });
        if (Last is { } last) section.Figure(last.Confusion.ToChart("Test images"), "Which class was taken for which.");
        return report;
    }

    private sealed class Bar(ProgressTask task) : IProgress<TrainingProgress>
    {
        public TrainingProgress Last { get; private set; }

        public void Report(TrainingProgress value)
        {
            Last = value;
            task.MaxValue = value.Batches;
            task.Value = value.Batch;
            task.Description = $"epoch {value.Epoch}  loss {value.Loss:0.0000}  train {value.Accuracy:0.0%}";
        }
    }
}
