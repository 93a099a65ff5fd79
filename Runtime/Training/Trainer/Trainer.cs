using System;
using System.IO;
using System.Numerics;
using System.Threading;
using NeuronDsl.Data;

namespace NeuronDsl.Training;

/// <summary>
/// Trains a network on mini-batches by back-propagation through time, and evaluates it. The same seed gives the same network bit for bit, for any
/// number of threads, and whether or not training was interrupted, saved and resumed in between.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public class Trainer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Evaluation draws its noise apart from every epoch of training.
    private const ulong EvaluationDraw = ulong.MaxValue;

    private int[] _labels = [];

    /// <summary>A trainer; the parts stay the caller's.</summary>
    /// <param name="network">What to train.</param>
    /// <param name="optimizer">Changes the network's parameters.</param>
    /// <param name="loss">What to make small.</param>
    /// <param name="encoder">Makes signals of samples.</param>
    /// <param name="batchSize">Samples of a batch.</param>
    /// <param name="seed">Seeds the order of the samples.</param>
    public Trainer(Sequential<T> network, Optimizer<T> optimizer, Loss<T> loss, Encoder<T> encoder, int batchSize, ulong seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        (Network, Optimizer, Loss, Encoder, BatchSize) = (network, optimizer, loss, encoder, batchSize);
        State = new TrainingState { Seed = seed };
    }

    /// <summary>What is trained.</summary>
    public Sequential<T> Network { get; }

    /// <summary>Changes the network's parameters.</summary>
    public Optimizer<T> Optimizer { get; }

    /// <summary>What is made small.</summary>
    public Loss<T> Loss { get; }

    /// <summary>Makes signals of samples.</summary>
    public Encoder<T> Encoder { get; }

    /// <summary>Samples of a batch.</summary>
    public int BatchSize { get; }

    /// <summary>Whether the last batch of an epoch is left out when it is smaller.</summary>
    public bool DropLast { get; init; }

    /// <summary>Where training stands.</summary>
    public TrainingState State { get; private set; }

    /// <summary>Trains until so many epochs are done in all.</summary>
    /// <param name="data">What to learn.</param>
    /// <param name="epochs">Epochs in all, those of before (an earlier call, a resumed checkpoint) included.</param>
    /// <param name="progress">Hears of every batch.</param>
    /// <param name="cancellation">Stops between two batches; calling again goes on from there.</param>
    /// <exception cref="ShapeException">Network and data do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A batch is larger than the data set.</exception>
    /// <exception cref="TrainingDivergedException">
    /// The loss, or after an epoch a parameter, is not finite. The parameters are then those of the batch before, and no checkpoint was touched.
    /// </exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public void Train(Dataset data, int epochs, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        CheckFit(data);
        var batches = new Batches(data, BatchSize, State.Seed, shuffle: true, DropLast);
        if (State.Batch > batches.Count)
        {
            throw new ArgumentException(
                $"Training stopped after batch {State.Batch} of an epoch, but {data.Name} makes {batches.Count} batches of {BatchSize}: "
                + "resume with the same data and batch size.",
                nameof(data));
        }

        while (State.Epoch < epochs)
        {
            batches.StartEpoch(State.Epoch);
            while (State.Batch < batches.Count)
            {
                cancellation.ThrowIfCancellationRequested();
                double loss = TrainBatch(data, batches[State.Batch]);
                progress?.Report(new TrainingProgress(
                    State.Epoch + 1, epochs, State.Batch, batches.Count, loss, State.Loss, State.Accuracy, State.SpikesPerSample));
            }

            Divergence.CheckParameters(Network, State);
            State = new TrainingState { Seed = State.Seed, Epoch = State.Epoch + 1 };
        }
    }

    /// <summary>Runs the network on every sample of a data set, in its order, without learning.</summary>
    /// <exception cref="ShapeException">Network and data do not fit.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public Evaluation Evaluate(Dataset data, CancellationToken cancellation = default)
    {
        CheckFit(data);
        var batches = new Batches(data, Math.Min(BatchSize, data.Count), shuffle: false);
        var confusion = new ConfusionMatrix(data.ClassNames);
        double lossSum = 0;
        long spikes = 0;
        for (int batch = 0; batch < batches.Count; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            var samples = batches[batch];
            var output = Network.Forward(Encoder.Encode(data, samples, EvaluationDraw), training: false);
            lossSum += Loss.Evaluate(output, LabelsOf(data, samples)) * samples.Length;
            spikes += Network.SpikeCount;
            for (int i = 0; i < samples.Length; i++) confusion.Add(data.Labels[samples[i]], Loss.Classify(i));
        }

        return new Evaluation(lossSum / data.Count, (double)spikes / data.Count, confusion);
    }

    /// <summary>Saves network, optimiser and where training stands. The old file stays whole until the new one is.</summary>
    public void Save(string path) => Checkpoint.Save(path, Network, Optimizer, State);

    /// <summary>Takes up training where a checkpoint left it; the seed, too, is the checkpoint's.</summary>
    /// <exception cref="InvalidDataException">The file is foreign, truncated or damaged, or does not fit; nothing is changed then.</exception>
    public void Resume(string path) => State = Checkpoint.Resume(path, Network, Optimizer);

    private double TrainBatch(Dataset data, ReadOnlySpan<int> samples)
    {
        Network.Draw = RandomStream.Combine(RandomStream.Combine(State.Seed, (ulong)State.Epoch), (ulong)State.Batch);
        var output = Network.Forward(Encoder.Encode(data, samples, (ulong)State.Epoch), training: true);
        var labels = LabelsOf(data, samples);
        double loss = Loss.Evaluate(output, labels);
        if (!double.IsFinite(loss)) throw Divergence.OfLoss(loss, Network, State);
        Network.Backward(Loss.Gradient);
        Optimizer.Step();

        int correct = 0;
        for (int i = 0; i < samples.Length; i++)
            if (Loss.Classify(i) == labels[i]) correct++;
        State = State with
        {
            Batch = State.Batch + 1,
            Samples = State.Samples + samples.Length,
            Correct = State.Correct + correct,
            LossSum = State.LossSum + loss * samples.Length,
            Spikes = State.Spikes + Network.SpikeCount,
        };
        return loss;
    }

    private ReadOnlySpan<int> LabelsOf(Dataset data, ReadOnlySpan<int> samples)
    {
        if (_labels.Length < samples.Length) _labels = new int[samples.Length];
        for (int i = 0; i < samples.Length; i++) _labels[i] = data.Labels[samples[i]];
        return _labels.AsSpan(0, samples.Length);
    }

    private void CheckFit(Dataset data)
    {
        if (!Network.InputShape.Accepts(data.Shape))
            throw new ShapeException($"The network takes {Network.InputShape} features, but the samples of {data.Name} are {data.Shape}.");
        if (Network.OutputShape.Size != data.Classes)
            throw new ShapeException($"The network has {Network.OutputShape} outputs, but {data.Name} has {data.Classes} classes.");
    }
}
