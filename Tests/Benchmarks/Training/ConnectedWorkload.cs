using System;
using NeuronDsl.Data;
using NeuronDsl.Tests.Kernels;
using NeuronDsl.Training;

namespace NeuronDsl.Benchmarks.Training;

/// <summary>Batches of Fashion-MNIST through 784-512-10 leaky neurons, 8 steps, batches of 128: forward, loss, backward, Adam.</summary>
internal sealed class ConnectedWorkload : Workload
{
    private const int Steps = 8, Batch = 128;

    private readonly Sequential _network = new(
        new Linear(784, 512, bias: false), Lif.Layer(512), new Linear(512, 10, bias: false), Lif.Layer(10));

    private readonly Adam _adam;
    private readonly MeanSquaredError _loss = new();
    private readonly Encoder<float> _encoder;
    private readonly Dataset _data;
    private readonly Batches _batches;
    private readonly int[] _labels = new int[Batch];
    private int _next;

    public ConnectedWorkload(Dataset data, bool poisson)
        : base($"784-512-10, T {Steps}, batch {Batch}, {(poisson ? "Poisson" : "constant")} input, training step", "samples/s")
    {
        _data = data;
        _batches = new Batches(data, Batch, seed: 1, shuffle: true, dropLast: true);
        _batches.StartEpoch(0);
        _encoder = poisson ? new RateEncoder(Steps) : new ConstantEncoder(Steps);
        _network.Threads = 1;
        _network.Initialize(1);
        _adam = new Adam(_network.Parameters, learningRate: 1e-3);
    }

    public override double Amount => Batch;

    public override void Run()
    {
        ReadOnlySpan<int> samples = _batches[_next++ % _batches.Count];
        for (int i = 0; i < Batch; i++) _labels[i] = _data.Labels[samples[i]];
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
