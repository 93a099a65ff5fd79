using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using NeuronDsl.Data;
using NeuronDsl.Reports;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Layers;

/// <summary>What an evaluation measures, and what reports show of it.</summary>
public class MeasurementTests
{
    [Fact]
    public void Activity_and_operations_are_those_of_counting()
    {
        var shape = new Shape(1, 6, 6);
        var random = new RandomStream(1);
        var data = new Dataset("noise", shape, [.. Enumerable.Range(0, 36 * 10).Select(_ => (float)random.NextDouble())], new int[10], 3);
        using var network = new Sequential(
            shape, new Conv2d(1, 2, 3, padding: 1), SpikingUnit.Layer(72), new MaxPool2d(2), new Linear(18, 5),
            new Recurrent(SpikingUnit.Layer(5)), new Linear(5, 3));
        foreach (var parameter in network.Parameters)
            foreach (ref float value in parameter.Values) value *= 4;
        var trainer = new Trainer(network, new Adam(network.Parameters), new CrossEntropy(), new RateEncoder(4, seed: 3), 4);
        var evaluation = trainer.Evaluate(data);

        // One sample at a time, counting what lies in the signals.
        using var encoder = new RateEncoder(4, seed: 3);
        double convolutionInputs = 0, convolutionPairs = 0, hidden = 0, pooled = 0, recurrent = 0;
        for (int sample = 0; sample < 10; sample++)
        {
            var input = encoder.Encode(data, [sample], ulong.MaxValue);
            network.Forward(input, training: false);
            for (int step = 0; step < 4; step++)
            {
                for (int i = 0; i < 36; i++)
                {
                    if (input.Row(step, 0)[i] == 0) continue;
                    convolutionInputs++;
                    convolutionPairs += 2 * (i / 6 is 0 or 5 ? 2 : 3) * (i % 6 is 0 or 5 ? 2 : 3);
                }

                hidden += network.Layers[1].Output.Row(step, 0).ToArray().Count(s => s != 0);
                pooled += network.Layers[2].Output.Row(step, 0).ToArray().Count(s => s != 0);
                recurrent += network.Layers[4].Inner[0].Output.Row(step, 0).ToArray().Count(s => s != 0);
            }
        }

        Assert.Equal(
            [("1 SpikingUnit", 72, 4, hidden / 10), ("4 SpikingUnit", 5, 4, recurrent / 10)],
            evaluation.Layers.Select(l => (l.Layer, l.Neurons, l.Steps, l.Sent)));
        Assert.Equal(["0 Conv2d", "3 Linear", "4 Recurrent SpikingUnit", "5 Linear"], evaluation.Work.Select(work => work.Synapses.Layer));
        Assert.Equal([convolutionInputs / 10, pooled / 10, recurrent / 10, recurrent / 10], evaluation.Work.Select(work => work.Synapses.Arriving));
        Assert.Equal([hidden / 10, recurrent / 10, recurrent / 10, 0], evaluation.Work.Select(work => work.Sent));
        Assert.All(evaluation.Work, work => Assert.True(work.Synapses.Binary));

        // The fan-out of a convolution is a mean over its pixels; summed over all of them it is exact.
        Assert.Equal(2 * 16 * 16 / 36.0, evaluation.Work[0].Synapses.FanOut, 1e-12);
        Assert.Equal(2.0 * 16 * 16, evaluation.Work[0].Synapses.DenseOperations, 1e-9);
        Assert.InRange(evaluation.Work[0].Synapses.Operations, 0.9 * convolutionPairs / 10, 1.1 * convolutionPairs / 10);
        Assert.Equal(pooled / 10 * 5, evaluation.Work[1].Synapses.Operations, 1e-9);
    }

    [Fact]
    public void Energies_are_the_formulas_of_the_paper()
    {
        // 100 inputs, 20 outputs, 2 steps, 30 % active: th = 60; what the outputs send: 7.
        var work = new SynapticWork("layer", 100, 20, 2, FanOut: 20, Arriving: 60, Binary: false);
        Assert.Equal(60 * 20 + 2 * 20, new EnergyModel(1, 0, 0, 0).Spiking(work, 7));
        Assert.Equal(2 * 2 * 20 + 60 * 20, new EnergyModel(0, 1, 0, 0).Spiking(work, 7));
        Assert.Equal(60 + 61 * 20 + 2 * 20 + 2 * 20, new EnergyModel(0, 0, 1, 0).Spiking(work, 7));
        Assert.Equal(7 + 2 * 20, new EnergyModel(0, 0, 0, 1).Spiking(work, 7));
        Assert.Equal(2 * 20, new EnergyModel(1, 0, 0, 0).Spiking(work with { Binary = true }, 7));
        Assert.Equal(100 * 20, new EnergyModel(1, 0, 0, 0).Dense(work));
        Assert.Equal(100 + 2 * 20, new EnergyModel(0, 1, 0, 0).Dense(work));
        Assert.Equal(100 + 101 * 20, new EnergyModel(0, 0, 1, 0).Dense(work));
        Assert.Equal(20, new EnergyModel(0, 0, 0, 1).Dense(work));
    }

    [Fact]
    public void A_report_of_several_trainings_shows_curves_with_bands_activity_parameters_confusion_and_rasters()
    {
        var data = Digits.Load(1);
        List<IReadOnlyList<EpochRecord>> runs = [];
        var report = new Report("Digits");
        for (ulong seed = 1; seed <= 3; seed++)
        {
            using var network = new Sequential(new Linear(64, 20), LearningUnit.Layer(20), new Linear(20, 10));
            network.Initialize(seed);
            using var adam = new Adam(network.Parameters, 5e-3);
            var trainer = new Trainer(network, adam, new CrossEntropy(), new ConstantEncoder(4), 64, seed);
            var evaluation = trainer.Fit(data.Training, data.Test, new FitOptions((int)seed + 1));
            runs.Add([.. trainer.History]);
            if (seed < 3) continue;
            report.AddCurves(runs).AddEvaluation(evaluation!).AddRasters(network);
        }

        string html = report.ToHtml();
        _ = XDocument.Parse(html["<!DOCTYPE html>".Length..]);
        foreach (string text in new[]
                 {
                     "Means of 3 trainings", "class=\"band f0\"", "class=\"band f1\"", "Accuracy", "held out", "Activity of each layer",
                     "What the neurons learnt", "1.Leak", "taken for", "Operations", "0 Linear", "1 LearningUnit",
                 })
            Assert.Contains(text, html, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => report.AddCurves([]));

    }

    [Fact]
    public void A_band_is_the_deviation_of_the_runs()
    {
        var series = Series.OfMean("three", [1, 2, 3], [[1, 2, 3], [3, 2], [5, double.NaN, 5]]);
        Assert.Equal([3, 2, 4], series.Y.ToArray());
        Assert.Equal([2, 0, Math.Sqrt(2)], series.Band);
        Assert.Empty(Series.OfMean("one", [1, 2], [[1, 2]]).Band);
        Assert.Contains(
            "has 1 values for 2 points",
            Assert.Throws<ArgumentException>(() => new Series("s", [1, 2], (double[])[1, 2]) { Band = [1] }).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void No_batch_allocates_after_the_first_whatever_the_layers()
    {
        var shape = new Shape(2, 8, 8);
        using var network = new Sequential(
            shape,
            new Conv2d(2, 4, 3, padding: 1), new BatchNorm(4), SpikingUnit.Layer(256), new MaxPool2d(2), new Dropout(),
            new Residual(new Conv2d(4, 4, 3, padding: 1), SpikingUnit.Layer(64)), new AveragePool2d(2), new Flatten(), new Linear(16, 20),
            new Product(new Recurrent(SpikingUnit.Layer(20)), new Identity()), new ActivityPenalty(0.1), new RatePenalty(0.1, 0, 0.2), new Voting(2),
            new LeakyReadout<float>(10, 0.8, learnable: true)) { Threads = 1 };
        using var adam = new AdamW(network.Parameters) { Clipping = GradientClipping.ByNorm(1) };
        using var loss = new CrossEntropy { Timing = LossTiming.EveryStep, LastSteps = 2 };
        using var input = GradientCheck.Spikes<float>(shape, steps: 4, batch: 6);
        void Batch()
        {
            loss.Evaluate(network.Forward(input, training: true), [0, 1, 2, 3, 4, 5]);
            network.Backward(loss.Gradient);
            adam.Step();
        }

        Batch();
        Batch();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 5; i++) Batch();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
