using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using NeuronDsl.Data;
using NeuronDsl.Tests.Data;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Training;

public class TrainerTests
{
    [Fact]
    public void A_spiking_network_learns_the_digits()
    {
        var data = Digits.Load(1);
        var trainer = Make(seed: 1, hidden: 64);
        trainer.Train(data.Training, epochs: 8);
        var evaluation = trainer.Evaluate(data.Test);
        Assert.InRange(evaluation.Accuracy, 0.93, 1);
        Assert.InRange(evaluation.SpikesPerSample, 10, 4 * (64 + 10));
        Assert.Equal(data.Test.Count, evaluation.Confusion.Total);
        for (int digit = 0; digit < 10; digit++)
            Assert.Equal(data.Test.Labels.Count(digit), Enumerable.Range(0, 10).Sum(predicted => evaluation.Confusion[digit, predicted]));
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void Any_number_of_threads_trains_the_same_network_bit_for_bit(bool spikes)
    {
        var data = Digits.Load(1).Training;
        float[] Train(int threads)
        {
            var trainer = Make(seed: 1, hidden: 256, spikes, batch: 256);
            trainer.Network.Threads = threads;
            trainer.Train(data, epochs: 1);
            return Values(trainer);
        }

        float[] one = Train(1);
        Assert.Equal(one, Train(2));
        Assert.Equal(one, Train(5));
    }

    [Fact]
    public void Another_seed_trains_another_network()
    {
        var data = TestData.Noise(64, 64, 10);
        var (first, second) = (Make(seed: 1), Make(seed: 2));
        first.Train(data, 1);
        second.Train(data, 1);
        Assert.NotEqual(Values(first), Values(second));
    }

    [Theory]
    [InlineData(2, 0), InlineData(1, 3), InlineData(0, 1)]
    public void Resumed_training_ends_in_the_same_network_bit_for_bit(int epochs, int batches)
    {
        using var folder = new TemporaryFolder();
        var data = TestData.Noise(100, 64, 10);
        var straight = Make(seed: 1, spikes: true);
        straight.Train(data, 4);

        var interrupted = Make(seed: 1, spikes: true);
        using var cancellation = new CancellationTokenSource();
        var stop = new Report(progress =>
        {
            if (progress.Epoch == epochs + 1 && progress.Batch == batches) cancellation.Cancel();
        });
        if (batches == 0) interrupted.Train(data, epochs);
        else Assert.Throws<OperationCanceledException>(() => interrupted.Train(data, 4, stop, cancellation.Token));
        Assert.Equal((epochs, batches), (interrupted.State.Epoch, interrupted.State.Batch));
        interrupted.Save(folder.At("checkpoint"));

        var resumed = Make(seed: 99, spikes: true);
        resumed.Resume(folder.At("checkpoint"));
        Assert.Equal(interrupted.State, resumed.State);
        var seen = new List<TrainingProgress>();
        resumed.Train(data, 4, new Report(seen.Add));
        Assert.Equal(Values(straight), Values(resumed));
        Assert.Equal(4 * 7 - (7 * epochs + batches), seen.Count);
        Assert.Equal(straight.Evaluate(data).Loss, resumed.Evaluate(data).Loss);
    }

    [Fact]
    public void Progress_tells_of_every_batch()
    {
        var seen = new List<TrainingProgress>();
        Make(seed: 1).Train(TestData.Noise(40, 64, 10), 2, new Report(seen.Add));
        Assert.Equal([(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)], seen.Select(progress => (progress.Epoch, progress.Batch)));
        Assert.Equal((seen[0].BatchLoss * 16 + seen[1].BatchLoss * 16) / 32, seen[1].Loss, 1e-12);
        Assert.All(seen, progress => Assert.True(progress is { Epochs: 2, Batches: 3, Accuracy: >= 0 and <= 1, SpikesPerSample: > 0 }));
    }

    [Fact]
    public void A_smaller_last_batch_is_left_out_on_demand()
    {
        var trainer = Make(seed: 1, dropLast: true);
        int batches = 0;
        trainer.Train(TestData.Noise(40, 64, 10), 1, new Report(_ => batches++));
        Assert.Equal(2, batches);
    }

    [Fact]
    public void Every_epoch_has_its_own_order_and_its_own_noise()
    {
        var encoder = new Recorder();
        using var network = new Sequential(new Linear(64, 10));
        new Trainer(network, new Sgd(network.Parameters, 0.1), new CrossEntropy(), encoder, 16, seed: 3).Train(TestData.Noise(40, 64, 10), 2);
        Assert.Equal([0, 0, 0, 1, 1, 1], encoder.Draws);
        var (first, second) = (encoder.Samples[..40], encoder.Samples[40..]);
        Assert.Equal(Enumerable.Range(0, 40), first.Order());
        Assert.Equal(Enumerable.Range(0, 40), second.Order());
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void The_first_number_that_is_not_finite_is_found_by_step_sample_and_feature()
    {
        using var network = new Sequential(new Linear(20, 20));
        using var input = new Signal<float>(20);
        input.PrepareValues(4, 3);
        input.Values.Clear();
        input.Row(2, 1)[3] = float.PositiveInfinity;
        network.Forward(input, training: true);
        string message = Divergence.OfLoss(double.NaN, network, default).Message;
        Assert.Matches(@"Layer 0 \(Linear\) is the first to give -?Infinity: at step 2, sample 1 of the batch, feature 0\.", message);
    }

    [Fact]
    public void A_loss_that_is_not_finite_names_the_layer_and_the_step()
    {
        using var network = new Sequential(new Linear(64, 8), new SimpleLif(8), new Linear(8, 10));
        var trainer = new Trainer(network, new Sgd(network.Parameters, 0.1), new CrossEntropy(), new RateEncoder(3), 16);
        network.Parameters[3].Row(0)[6] = float.PositiveInfinity;
        float[] before = Values(trainer);
        string message = Assert.Throws<TrainingDivergedException>(() => trainer.Train(TestData.Noise(40, 64, 10), 1)).Message;
        Assert.Contains("The loss of batch 1 of epoch 1 is", message, StringComparison.Ordinal);
        Assert.Contains(
            "Layer 2 (Linear) is the first to give Infinity: at step 0, sample 0 of the batch, feature 6.", message, StringComparison.Ordinal);
        Assert.Contains("Parameter 2.bias [10] is Infinity", message, StringComparison.Ordinal);
        Assert.Equal(before, Values(trainer));
    }

    [Fact]
    public void A_parameter_that_is_not_finite_does_not_hide_behind_spikes()
    {
        var trainer = Make(seed: 1);
        trainer.Network.Parameters[0].Row(3)[2] = float.NaN;
        string message = Assert.Throws<TrainingDivergedException>(() => trainer.Train(TestData.Noise(40, 64, 10), 1)).Message;
        Assert.Contains("After epoch 1: Parameter 0.weight [64x20] is NaN at row 0, column", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_that_do_not_fit_are_refused()
    {
        Expect<ShapeException>("takes 64 features, but the samples of Noise are 63", TestData.Noise(40, 63, 10));
        Expect<ShapeException>("has 10 outputs, but Noise has 9 classes", TestData.Noise(40, 64, 9));
        Expect<ArgumentOutOfRangeException>("Noise has 15 samples: a batch takes 1 to 15", TestData.Noise(15, 64, 10));

        static void Expect<TException>(string message, Dataset data)
            where TException : Exception =>
            Assert.Contains(message, Assert.Throws<TException>(() => Make(seed: 1).Train(data, 1)).Message, StringComparison.Ordinal);
    }

    internal static Trainer Make(ulong seed, int hidden = 20, bool spikes = false, int batch = 16, bool dropLast = false)
    {
        var network = new Sequential(new Linear(64, hidden), new SimpleLif(hidden), new Linear(hidden, 10), new SimpleLif(10));
        network.Initialize(seed);

        // Untrained neurons would hardly spike at a learning rate that suits few steps.
        foreach (ref float weight in network.Parameters[0].Values) weight *= 3;
        Encoder<float> encoder = spikes ? new RateEncoder(4, seed: 7) : new ConstantEncoder(4);
        return new Trainer(network, new Adam(network.Parameters, 5e-3), new MeanSquaredError(), encoder, batch, seed) { DropLast = dropLast };
    }

    private static float[] Values(Trainer<float> trainer) => [.. trainer.Network.Parameters.SelectMany(parameter => parameter.Values.ToArray())];

    private sealed class Recorder() : Encoder<float>(steps: 1)
    {
        public List<int> Samples { get; } = [];

        public List<ulong> Draws { get; } = [];

        protected override void Encode(Dataset data, ReadOnlySpan<int> samples, ulong draw, Signal<float> signal)
        {
            Samples.AddRange(samples);
            Draws.Add(draw);
            signal.PrepareValues(Steps, samples.Length, constant: true);
            signal.Values.Clear();
        }
    }

    internal sealed class Report(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        void IProgress<TrainingProgress>.Report(TrainingProgress value) => action(value);
    }
}
