using System;
using NeuronDsl.Data;
using NeuronDsl.Training;

namespace NeuronDsl.Benchmarks.Training;

/// <summary>Batches of a data set through a network on one thread: encoding, forward, loss, backward, Adam.</summary>
internal abstract class TrainingStepWorkload : Workload
{
    private readonly Sequential _network;
    private readonly Adam _adam;
    private readonly MeanSquaredError _loss = new();
    private readonly Encoder<float> _encoder;
    private readonly Dataset _data;
    private readonly Batches _batches;
    private readonly int[] _labels;
    private int _next;

    protected TrainingStepWorkload(string name, Sequential network, Encoder<float> encoder, Dataset data, int batch)
        : base($"{name}, training step", "samples/s")
    {
        (_network, _encoder, _data, _labels) = (network, encoder, data, new int[batch]);
        _batches = new Batches(data, batch, seed: 1, shuffle: true, dropLast: true);
        _batches.StartEpoch(0);
        _network.Threads = 1;
        _network.Initialize(1);
        _adam = new Adam(_network.Parameters, learningRate: 1e-3);
    }

    public override double Amount => _labels.Length;

    public override void Run()
    {
        ReadOnlySpan<int> samples = _batches[_next++ % _batches.Count];
        for (int i = 0; i < _labels.Length; i++) _labels[i] = _data.Labels[samples[i]];
        Signal<float> output = _network.Forward(_encoder.Encode(_data, samples, (ulong)_next), training: true);
        _loss.Evaluate(output, _labels);
        _network.Backward(_loss.Gradient);
        _adam.Step();
    }

    public override void Dispose()
    {
        _network.Dispose();
        _adam.Dispose();
        _loss.Dispose();
        _encoder.Dispose();
    }
}
