using System;
using NeuronDsl.Data;
using NeuronDsl.Tests.Kernels;
using NeuronDsl.Training;

namespace NeuronDsl.Benchmarks.Training;

/// <summary>
/// Batches of Fashion-MNIST through two blocks of 3x3 convolution, batch normalisation, parametric leaky neurons and pooling, then 256 and 100
/// neurons that vote; 4 steps, batches of 64: forward, loss, backward, Adam.
/// </summary>
internal sealed class ConvolutionalWorkload : Workload
{
    private const int Steps = 4, Batch = 64;

    private readonly Sequential _network = new(
        new Shape(1, 28, 28),
        new Conv2d(1, 32, 3, padding: 1, bias: false), new BatchNorm(32), ParametricLif.Layer(new Shape(32, 28, 28)), new MaxPool2d(2),
        new Conv2d(32, 32, 3, padding: 1, bias: false), new BatchNorm(32), ParametricLif.Layer(new Shape(32, 14, 14)), new MaxPool2d(2),
        new Flatten(), new Linear(1568, 256, bias: false), ParametricLif.Layer(256), new Linear(256, 100, bias: false), ParametricLif.Layer(100), new Voting(10));

    private readonly Adam _adam;
    private readonly MeanSquaredError _loss = new();
    private readonly ConstantEncoder _encoder = new(Steps);
    private readonly Dataset _data;
    private readonly Batches _batches;
    private readonly int[] _labels = new int[Batch];
    private int _next;

    public ConvolutionalWorkload(Dataset data)
        : base($"PLIF conv net 32c3-32c3-256-100, T {Steps}, batch {Batch}, training step", "samples/s")
    {
        _data = data;
        _batches = new Batches(data, Batch, seed: 1, shuffle: true, dropLast: true);
        _batches.StartEpoch(0);
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
