using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using NeuronDsl.Data;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Layers;

/// <summary>Training from beginning to end.</summary>
public sealed class FitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DataSplit _digits = Digits.Load(1);

    public void Dispose() => _folder.Dispose();

    // Everything that could be forgotten: noise of the encoder, dropout, running statistics, moments, warm-up, recurrence, history.
    [Theory]
    [InlineData(3), InlineData(14)]
    public void Training_that_is_cancelled_and_resumed_is_unbroken_training_bit_for_bit(int batches)
    {
        var small = _digits.Training.Select(Enumerable.Range(0, 200).ToArray());
        using var straight = Make(seed: 1);
        var expected = straight.Trainer.Fit(small, _digits.Test, new FitOptions(3));

        var options = new FitOptions(3) { Checkpoint = _folder.At("checkpoint") };
        using var cancellation = new CancellationTokenSource();
        int seen = 0;
        using var interrupted = Make(seed: 1);
        Assert.Throws<OperationCanceledException>(() => interrupted.Trainer.Fit(
            small, _digits.Test, options with { Progress = new Listener(_ => { if (++seen == batches) cancellation.Cancel(); }) }, cancellation.Token));

        using var resumed = Make(seed: 8);
        var actual = resumed.Trainer.Fit(small, _digits.Test, options);
        Assert.Equal(Values(straight.Trainer), Values(resumed.Trainer));
        Assert.Equal(expected!.Loss, actual!.Loss);
        Assert.Equal(straight.Trainer.History.Select(Text), resumed.Trainer.History.Select(Text));
        Assert.Equal([1, 2, 3], resumed.Trainer.History.Select(epoch => epoch.Epoch));
    }

    [Fact]
    public void Two_threads_train_the_network_of_one()
    {
        var small = _digits.Training.Select(Enumerable.Range(0, 200).ToArray());
        float[][] networks = [.. new[] { 1, 2, 3 }.Select(threads =>
        {
            using var made = Make(seed: 1);
            made.Trainer.Network.Threads = threads;
            made.Trainer.Fit(small, null, new FitOptions(1));
            return Values(made.Trainer);
        })];
        Assert.Equal(networks[0], networks[1]);
        Assert.Equal(networks[0], networks[2]);
    }

    [Fact]
    public void The_schedule_sets_the_rate_of_each_batch()
    {
        using var made = Make(seed: 1, Schedule.Step(1, 0.5).WarmedUp(0.5));
        List<double> rates = [];
        made.Trainer.Fit(
            _digits.Training.Select(Enumerable.Range(0, 128).ToArray()), null,
            new FitOptions(2) { Progress = new Listener(_ => rates.Add(made.Trainer.Optimizer.RateFactor)) });
        Assert.Equal([0, 0.5, 1, 1, 0.5, 0.5, 0.5, 0.5], rates);
        Assert.Equal([4e-3, 2e-3], made.Trainer.History.Select(epoch => epoch.LearningRate));
    }

    [Fact]
    public void Training_stops_when_the_held_out_samples_no_longer_improve_and_ends_with_the_best_network()
    {
        // A rate far too large: the first epochs are as good as it gets.
        using var network = new Sequential(new Linear(64, 10));
        using var sgd = new Sgd(network.Parameters, 30);
        var trainer = new Trainer(network, sgd, new CrossEntropy(), new ConstantEncoder(1), 64, seed: 2);
        var evaluation = trainer.Fit(
            _digits.Training, _digits.Test,
            new FitOptions(40) { EarlyStopping = new EarlyStopping(3) { OnAccuracy = true }, BestNetwork = _folder.At("best") });
        double[] accuracies = [.. trainer.History.Select(epoch => epoch.HeldOutAccuracy)];
        Assert.InRange(accuracies.Length, 4, 39);
        Assert.Equal(accuracies.Length - 4, Array.IndexOf(accuracies, accuracies.Max()));
        Assert.Equal(accuracies.Max(), evaluation!.Accuracy);
        Assert.Throws<ArgumentException>(() => trainer.Fit(_digits.Training, null, new FitOptions(41) { EarlyStopping = new EarlyStopping(1) }));
    }

    [Fact]
    public void A_number_that_is_not_finite_stops_training_and_the_last_good_checkpoint_stays()
    {
        using var network = new Sequential(new Linear(64, 20), SpikingUnit.Layer(20), new Linear(20, 10));
        using var adam = new Adam(network.Parameters);
        var trainer = new Trainer(network, adam, new CrossEntropy(), new ConstantEncoder(4), 32);
        var options = new FitOptions(1) { Checkpoint = _folder.At("checkpoint") };
        trainer.Fit(_digits.Training, null, options);
        byte[] good = File.ReadAllBytes(options.Checkpoint!);
        string message = Assert.Throws<TrainingDivergedException>(() => trainer.Fit(
            _digits.Training, null, options with { Epochs = 2, Progress = new Listener(_ => network.Parameters[3].Row(0)[4] = float.NaN) })).Message;
        Assert.Contains("Layer 2 (Linear) is the first to give NaN: at step 0, sample 0 of the batch, feature 4.", message, StringComparison.Ordinal);
        Assert.EndsWith($"The last good checkpoint is {options.Checkpoint}.", message, StringComparison.Ordinal);
        Assert.Equal(good, File.ReadAllBytes(options.Checkpoint!));
    }

    [Theory]
    [InlineData(3, true), InlineData(4, false), InlineData(9, false)]
    public void Windows_are_learnt_one_after_the_other_with_the_states_carried_on(int window, bool differs)
    {
        var small = _digits.Training.Select(Enumerable.Range(0, 64).ToArray());
        Trainer Train(int steps)
        {
            var network = new Sequential(new Linear(64, 20), LearningUnit.Layer(20), new Recurrent(SpikingUnit.Layer(20)), new Linear(20, 10));
            network.Initialize(1);
            var trainer = new Trainer(network, new Sgd(network.Parameters, 0.5), new CrossEntropy(), new RateEncoder(4, seed: 7), 64, 1) { Window = steps };
            trainer.Train(small, 2);
            return trainer;
        }

        float[] found = Values(Train(window));
        Assert.Equal(differs, !found.AsSpan().SequenceEqual(Values(Train(0))));
        if (!differs) return;

        // The same by hand: two windows, of three steps and of one.
        var manual = Train(0);
        manual.Network.Initialize(1);
        using var sgd = new Sgd(manual.Network.Parameters, 0.5);
        using var loss = new CrossEntropy();
        using var encoder = new RateEncoder(4, seed: 7);
        for (int epoch = 0; epoch < 2; epoch++)
        {
            var batches = new Batches(small, 64, 1);
            batches.StartEpoch(epoch);
            var input = encoder.Encode(small, batches[0], (ulong)epoch);
            manual.Network.ResetState();
            manual.Network.CarriesState = true;
            foreach (var (first, count) in new[] { (0, 3), (3, 1) })
            {
                using var part = new Signal<float>(64);
                part.PrepareSpikes(count, 64);
                input.SpikeMasks.Slice(first * 64 * 4, count * 64 * 4).CopyTo(part.SpikeMasks);
                loss.Evaluate(manual.Network.Forward(part, training: true), [.. batches[0].ToArray().Select(i => small.Labels[i])]);
                manual.Network.Backward(loss.Gradient);
                sgd.Step();
            }
        }

        Assert.Equal(found, Values(manual));
    }

    [Fact]
    public void Values_are_learnt_as_classes_are()
    {
        float[] x = [.. Enumerable.Range(0, 200).Select(i => (i / 100f) - 1)], y = [.. x.Select(value => MathF.Sin(MathF.PI * value))];
        var data = Dataset.OfValues("sine", 1, x, y, outputs: 1);
        using var network = new Sequential(new Linear(1, 40), SpikingUnit.Layer(40), new Linear(40, 1));
        using var adam = new Adam(network.Parameters, 1e-2);
        var trainer = new Trainer(network, adam, new MeanSquaredError(), new ConstantEncoder(16), 50, seed: 1);
        var evaluation = trainer.Fit(data, data, new FitOptions(60));
        Assert.InRange(evaluation!.Loss, 0, 0.05);
        Assert.Equal(double.NaN, evaluation.Accuracy);
        float[] predicted = trainer.Predict(data);
        Assert.Equal(evaluation.Loss, predicted.Zip(y, (p, t) => (double)((p - t) * (p - t))).Average(), 1e-5);
        Assert.Contains(
            "has 1 outputs, but pairs has 2 values a sample",
            Assert.Throws<ShapeException>(() => trainer.Evaluate(Dataset.OfValues("pairs", 1, [0], [0, 0], 2))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_is_a_line_an_epoch_where_lines_cannot_be_written_again()
    {
        using var writer = new StringWriter();
        using var made = Make(seed: 1);
        made.Trainer.Fit(_digits.Training, null, new FitOptions(2) { Progress = new TextProgress(writer, rewrite: false) });
        string[] lines = writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Matches(@"^epoch 2/2 \[={24}\] 100 %  loss \d+\.\d{4}  accuracy \d+\.\d %  spikes \d+  \d+\.\d s\r?$", lines[1]);
    }

    private static Made Make(ulong seed, Schedule? schedule = null) => new(seed, schedule);

    private static float[] Values(Trainer<float> trainer) => [.. trainer.Network.Parameters.SelectMany(parameter => parameter.Values.ToArray())];

    private static string Text(EpochRecord epoch) =>
        $"{epoch with { Activities = [], Parameters = [] }} {string.Join(' ', epoch.Activities)} {string.Join(' ', epoch.Parameters)}";

    /// <summary>A network with a bit of everything.</summary>
    private sealed class Made : IDisposable
    {
        public Made(ulong seed, Schedule? schedule)
        {
            var network = new Sequential(
                new Linear(64, 32), new BatchNorm(32), SpikingUnit.Layer(32), new Dropout(0.2), new Linear(32, 20),
                new Recurrent(SpikingUnit.Layer(20)), new Voting(2));
            network.Initialize(seed);
            Trainer = new Trainer(network, new AdamW(network.Parameters, 4e-3), new MeanSquaredError(), new RateEncoder(4, seed: 7), 32, seed)
            {
                Schedule = schedule ?? Schedule.Cosine(3).WarmedUp(1),
            };
        }

        public Trainer Trainer { get; }

        public void Dispose()
        {
            Trainer.Optimizer.Dispose();
            Trainer.Network.Dispose();
        }
    }

    private sealed class Listener(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }
}
