using System;
using System.IO;
using System.Numerics;
using System.Numerics.Tensors;
using System.Threading;
using NeuronDsl.Data;

namespace NeuronDsl.Training;

/// <summary>
/// Trains a network on mini-batches by back-propagation through time, and evaluates it. The same seed gives the same network bit for bit, for any
/// number of threads, and whether or not training was interrupted, saved and resumed in between.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public partial class Trainer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Evaluation draws its noise apart from every epoch of training.
    private const ulong EvaluationDraw = ulong.MaxValue;

    private int[] _labels = [];
    private float[] _targets = [];
    private Signal<T>? _window;
    private TrainingState _lastEpoch;

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

    /// <summary>
    /// Steps that back-propagation reaches back: a batch is learnt in windows of so many steps, each with a loss and a step of the optimiser of its
    /// own, and the states are carried on without gradient (Williams and Peng, Neural Computation 2, 1990). 0 for the whole batch at once.
    /// </summary>
    /// <remarks>While learning, accuracy is then that of the last window.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Less than 0.</exception>
    public int Window
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Window), value, "A window has at least 0 steps.");
    }

    /// <summary>What the learning rate is multiplied with as training goes on.</summary>
    public Schedule Schedule { get; init; } = Schedule.Constant;

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
                Optimizer.RateFactor = Schedule.Factor(State.Epoch + (double)State.Batch / batches.Count);
                double loss = TrainBatch(data, batches[State.Batch]);
                progress?.Report(new TrainingProgress(
                    State.Epoch + 1, epochs, State.Batch, batches.Count, loss, State.Loss, State.Accuracy, State.SpikesPerSample));
            }

            Divergence.CheckParameters(Network, State);
            _lastEpoch = State;
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
        var meter = new NetworkMeter<T>(Network);
        double lossSum = 0;
        long spikes = 0;
        for (int batch = 0; batch < batches.Count; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            var samples = batches[batch];
            Network.Draw = RandomStream.Combine(EvaluationDraw, (ulong)batch);
            var output = Network.Forward(Encoder.Encode(data, samples, EvaluationDraw), training: false);
            lossSum += LossOf(output, data, samples) * samples.Length;
            spikes += Network.SpikeCount;
            meter.Add();
            for (int i = 0; data.Classes > 0 && i < samples.Length; i++) confusion.Add(data.Labels[samples[i]], Loss.Classify(i));
        }

        return new Evaluation(lossSum / data.Count, (double)spikes / data.Count, confusion)
        {
            Layers = meter.Activities(data.Count),
            Work = meter.Work(data.Count),
        };
    }

    /// <summary>The means over time of the network's outputs for every sample of a data set, [samples, outputs].</summary>
    /// <exception cref="ShapeException">Network and data do not fit.</exception>
    public float[] Predict(Dataset data)
    {
        CheckFit(data);
        var batches = new Batches(data, Math.Min(BatchSize, data.Count), shuffle: false);
        int outputs = Network.OutputShape.Size;
        float[] predictions = new float[data.Count * outputs];
        for (int batch = 0; batch < batches.Count; batch++)
        {
            var samples = batches[batch];
            Network.Draw = RandomStream.Combine(EvaluationDraw, (ulong)batch);
            LossOf(Network.Forward(Encoder.Encode(data, samples, EvaluationDraw), training: false), data, samples);
            for (int i = 0; i < samples.Length; i++)
                TensorPrimitives.ConvertTruncating<T, float>(Loss.Means.Row(0, i), predictions.AsSpan(samples[i] * outputs, outputs));
        }

        return predictions;
    }

    /// <summary>Saves network, optimiser and where training stands. The old file stays whole until the new one is.</summary>
    public void Save(string path) => Checkpoint.Save(path, Network, Optimizer, State, _history);

    /// <summary>Takes up training where a checkpoint left it; the seed, too, is the checkpoint's.</summary>
    /// <exception cref="InvalidDataException">The file is foreign, truncated or damaged, or does not fit; nothing is changed then.</exception>
    public void Resume(string path)
    {
        (State, var history) = Checkpoint.Resume(path, Network, Optimizer);
        _history.Clear();
        _history.AddRange(history);
    }

    private double TrainBatch(Dataset data, ReadOnlySpan<int> samples)
    {
        Network.Draw = RandomStream.Combine(RandomStream.Combine(State.Seed, (ulong)State.Epoch), (ulong)State.Batch);
        var input = Encoder.Encode(data, samples, (ulong)State.Epoch);
        var (loss, spikes) = Window == 0 || Window >= input.Steps ? Learn(input, data, samples) : LearnWindows(input, data, samples);
        int correct = 0;
        for (int i = 0; data.Classes > 0 && i < samples.Length; i++)
            if (Loss.Classify(i) == data.Labels[samples[i]]) correct++;
        State = State with
        {
            Batch = State.Batch + 1,
            Samples = State.Samples + samples.Length,
            Correct = State.Correct + correct,
            LossSum = State.LossSum + loss * samples.Length,
            Spikes = State.Spikes + spikes,
        };
        return loss;
    }

    private (double Loss, long Spikes) Learn(Signal<T> input, Dataset data, ReadOnlySpan<int> samples)
    {
        var output = Network.Forward(input, training: true);
        double loss = LossOf(output, data, samples) + Network.Penalty;
        if (!double.IsFinite(loss)) throw Divergence.OfLoss(loss, Network, State);
        Network.Backward(Loss.Gradient);
        Optimizer.Step();
        return (loss, Network.SpikeCount);
    }

    private (double Loss, long Spikes) LearnWindows(Signal<T> input, Dataset data, ReadOnlySpan<int> samples)
    {
        if (_window is null || !_window.Shape.Equals(input.Shape))
        {
            _window?.Dispose();
            _window = new Signal<T>(input.Shape);
        }

        double lossSum = 0;
        long spikeSum = 0;
        Network.ResetState();
        Network.CarriesState = true;
        try
        {
            for (int first = 0; first < input.Steps; first += Window)
            {
                input.CopySteps(first, Math.Min(Window, input.Steps - first), _window);
                var (loss, spikes) = Learn(_window, data, samples);
                lossSum += loss * _window.Steps / input.Steps;
                spikeSum += spikes;
            }
        }
        finally
        {
            Network.CarriesState = false;
            Network.ResetState();
        }

        return (lossSum, spikeSum);
    }

    private double LossOf(Signal<T> output, Dataset data, ReadOnlySpan<int> samples)
    {
        if (data.Outputs == 0) return Loss.Evaluate(output, LabelsOf(data, samples));
        int length = samples.Length * data.Outputs;
        if (_targets.Length < length) _targets = new float[length];
        for (int i = 0; i < samples.Length; i++) data.Target(samples[i]).CopyTo(_targets.AsSpan(i * data.Outputs));
        return Loss.EvaluateValues(output, _targets.AsSpan(0, length));
    }

    private ReadOnlySpan<int> LabelsOf(Dataset data, ReadOnlySpan<int> samples)
    {
        if (_labels.Length < samples.Length) _labels = new int[samples.Length];
        for (int i = 0; i < samples.Length; i++) _labels[i] = data.Labels[samples[i]];
        return _labels.AsSpan(0, samples.Length);
    }

    private void CheckFit(Dataset data)
    {
        if (!Network.InputShape.Accepts(Encoder.ShapeOf(data.Shape)))
            throw new ShapeException($"The network takes {Network.InputShape} features, but the samples of {data.Name} are {Encoder.ShapeOf(data.Shape)}.");
        if (data.Outputs > 0 && Network.OutputShape.Size != data.Outputs)
            throw new ShapeException($"The network has {Network.OutputShape} outputs, but {data.Name} has {data.Outputs} values a sample.");
        if (data.Outputs == 0 && Network.OutputShape.Size != data.Classes)
            throw new ShapeException($"The network has {Network.OutputShape} outputs, but {data.Name} has {data.Classes} classes.");
    }
}
