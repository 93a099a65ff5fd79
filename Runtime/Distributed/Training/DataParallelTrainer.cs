using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Numerics.Tensors;
using System.Threading;
using NeuronDsl.Data;
using NeuronDsl.Training;

namespace NeuronDsl.Distributed;

/// <summary>
/// Trains one network on all ranks: each takes a share of every batch, and gradients are added up in the order of the ranks, so that all take the same
/// step. A global batch gives the same losses for any number of ranks but for rounding, and the same bits for the same number.
/// </summary>
/// <remarks>Every rank builds the same network and optimiser and reads the same data. Layers that look at a whole batch at once, such as batch
/// normalisation, look at their rank's share.</remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class DataParallelTrainer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Parameter<T>[] _learnable;
    private readonly AllReduce<T> _gradients;
    private int[] _labels = [];

    /// <summary>A trainer; the parts stay the caller's.</summary>
    /// <param name="communicator">The ranks.</param>
    /// <param name="network">What to train: the same on every rank.</param>
    /// <param name="optimizer">Changes the network's parameters: the same on every rank.</param>
    /// <param name="loss">What to make small: a mean over samples.</param>
    /// <param name="encoder">Makes signals of samples.</param>
    /// <param name="batchSize">Samples of a batch, over all ranks.</param>
    /// <param name="seed">Seeds the order of the samples.</param>
    /// <exception cref="ArgumentException">The networks of the ranks differ.</exception>
    public DataParallelTrainer(
        Communicator communicator, Sequential<T> network, Optimizer<T> optimizer, Loss<T> loss, Encoder<T> encoder, int batchSize, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(communicator);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, communicator.Size);
        (Communicator, Network, Optimizer, Loss, Encoder, BatchSize) = (communicator, network, optimizer, loss, encoder, batchSize);
        State = new TrainingState { Seed = seed };
        _learnable = [.. network.Parameters.Where(p => p.IsLearnable)];
        _gradients = new AllReduce<T>(communicator, _learnable.Sum(p => p.Gradient.Length));
        RefuseDifferentNetworks();
    }

    /// <summary>The ranks.</summary>
    public Communicator Communicator { get; }

    /// <summary>What is trained.</summary>
    public Sequential<T> Network { get; }

    /// <summary>Changes the network's parameters.</summary>
    public Optimizer<T> Optimizer { get; }

    /// <summary>What is made small.</summary>
    public Loss<T> Loss { get; }

    /// <summary>Makes signals of samples.</summary>
    public Encoder<T> Encoder { get; }

    /// <summary>Samples of a batch, over all ranks.</summary>
    public int BatchSize { get; }

    /// <summary>Where training stands: losses and counts are those of all ranks.</summary>
    public TrainingState State { get; private set; }

    /// <summary>Trains until so many epochs are done in all; the order of samples is that of a <see cref="Trainer{T}"/> with the same seed.</summary>
    /// <param name="data">What to learn: the same on every rank.</param>
    /// <param name="epochs">Epochs in all, those of before included.</param>
    /// <param name="progress">Hears of every batch, on every rank.</param>
    /// <param name="cancellation">Stops between two batches; all ranks must be told.</param>
    /// <exception cref="TrainingDivergedException">The loss is not finite: on all ranks alike.</exception>
    public void Train(Dataset data, int epochs, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        Batches batches = new(data, BatchSize, State.Seed, shuffle: true, dropLast: false);
        while (State.Epoch < epochs)
        {
            batches.StartEpoch(State.Epoch);
            while (State.Batch < batches.Count)
            {
                cancellation.ThrowIfCancellationRequested();
                double loss = Step(data, batches[State.Batch]);
                progress?.Report(new TrainingProgress(
                    State.Epoch + 1, epochs, State.Batch, batches.Count, loss, State.Loss, State.Accuracy, State.SpikesPerSample));
            }

            State = new TrainingState { Seed = State.Seed, Epoch = State.Epoch + 1 };
        }
    }

    /// <summary>Takes one step along the gradient of a batch.</summary>
    /// <param name="data">The samples: the same on every rank.</param>
    /// <param name="batch">The samples of the whole batch; each rank takes its share.</param>
    /// <returns>The mean loss of the whole batch.</returns>
    /// <exception cref="TrainingDivergedException">The loss is not finite: on all ranks alike.</exception>
    public double Step(Dataset data, ReadOnlySpan<int> batch)
    {
        ArgumentNullException.ThrowIfNull(data);
        int size = Communicator.Size, first = (int)((long)batch.Length * Communicator.Rank / size), end = (int)((long)batch.Length * (Communicator.Rank + 1) / size);
        ReadOnlySpan<int> share = batch[first..end];
        Share all = Share.Sum(Communicator.Gather(Learn(data, share, batch.Length)));
        double loss = all.Loss / batch.Length;
        if (!double.IsFinite(loss)) throw new TrainingDivergedException($"The loss is {loss} in batch {State.Batch} of epoch {State.Epoch + 1}; no step was taken.");
        ReadOnlySpan<T> gradients = _gradients.Sum();
        for (int k = 0, at = 0; k < _learnable.Length; at += _learnable[k++].Gradient.Length)
            gradients.Slice(at, _learnable[k].Gradient.Length).CopyTo(_learnable[k].Gradient);
        Optimizer.Step();
        State = State with
        {
            Batch = State.Batch + 1,
            Samples = State.Samples + batch.Length,
            Correct = State.Correct + all.Correct,
            LossSum = State.LossSum + all.Loss,
            Spikes = State.Spikes + all.Spikes,
        };
        return loss;
    }

    /// <summary>Saves network, optimiser and where training stands, on the first rank alone; the others wait.</summary>
    public void Save(string path)
    {
        if (Communicator.Rank == 0) Checkpoint.Save(path, Network, Optimizer, State, []);
        Communicator.Barrier();
    }

    /// <summary>Takes up training where a checkpoint left it, on every rank; the number of ranks may be another.</summary>
    /// <exception cref="InvalidDataException">The file is foreign, truncated or damaged, or does not fit; nothing is changed then.</exception>
    public void Resume(string path) => State = Checkpoint.Resume(path, Network, Optimizer).State;

    // The loss is a mean over samples: a share's gradient counts by its size.
    private Share Learn(Dataset data, ReadOnlySpan<int> share, int batch)
    {
        if (share.Length == 0)
        {
            _gradients.Terms.Clear();
            return default;
        }

        if (_labels.Length < share.Length) _labels = new int[share.Length];
        for (int i = 0; i < share.Length; i++) _labels[i] = data.Labels[share[i]];
        Signal<T> output = Network.Forward(Encoder.Encode(data, share, (ulong)State.Epoch), training: true);
        double loss = Loss.Evaluate(output, _labels.AsSpan(0, share.Length)) * share.Length;
        long correct = 0;
        for (int i = 0; i < share.Length; i++)
        {
            if (Loss.Classify(i) == _labels[i]) correct++;
        }

        Share result = new(loss, correct, Network.SpikeCount);
        Network.Backward(Loss.Gradient);
        T factor = T.CreateChecked((double)share.Length / batch);
        int at = 0;
        foreach (Parameter<T> parameter in _learnable)
        {
            TensorPrimitives.Multiply(parameter.Gradient, factor, _gradients.Terms.Slice(at, parameter.Gradient.Length));
            at += parameter.Gradient.Length;
        }

        return result;
    }

    // What a rank's share of a batch gave; losses are summed over samples.
    private readonly record struct Share(double Loss, long Correct, long Spikes)
    {
        public static Share Sum(Share[] shares) =>
            shares.Aggregate(default(Share), (sum, share) => new(sum.Loss + share.Loss, sum.Correct + share.Correct, sum.Spikes + share.Spikes));
    }

    private void RefuseDifferentNetworks()
    {
        // One checksum of shapes and values, bit by bit.
        ulong sum = 14695981039346656037;
        foreach (Parameter<T> parameter in Network.Parameters)
        {
            foreach (char c in parameter.ToString()) Add(c);
            foreach (byte value in System.Runtime.InteropServices.MemoryMarshal.AsBytes(parameter.Values)) Add(value);
        }

        ulong[] each = Communicator.Gather(sum);
        int other = Array.FindIndex(each, s => s != each[0]);
        if (other > 0) throw new ArgumentException($"The networks of ranks 0 and {other} differ: build and initialise them alike.", "network");

        void Add(uint value) => sum = unchecked((sum ^ value) * 1099511628211);
    }
}
