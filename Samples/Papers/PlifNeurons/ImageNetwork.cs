using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Data;
using NeuronDsl.Training;

namespace PapersSample.PlifNeurons;

/// <summary>
/// The publication's kind of network for still images: blocks of convolution (3x3, no bias), batch normalisation and neurons, pooled by twos; dense layers
/// of neurons; ten output neurons for each class, whose mean rate is its vote. What comes before the first neurons is the same at every step and is
/// computed once: it is the code.
/// </summary>
internal sealed class ImageNetwork : IDisposable
{
    private const int Classes = 10, Votes = 10;

    private readonly List<Layer<float>> _layers = [];
    private readonly List<NeuronLayer<float>> _neurons = [];
    private readonly List<Layer<float>> _pools = [];
    private readonly MembraneKind _kind;
    private int _channels = 1, _side = 28;
    private int? _denseFeatures;

    private ImageNetwork(MembraneKind kind) => _kind = kind;

    /// <summary>The network, once it is complete.</summary>
    public Sequential Network { get; private set; } = null!;

    /// <summary>Its layers of neurons, from the input on.</summary>
    public IReadOnlyList<NeuronLayer<float>> Neurons => _neurons;

    /// <summary>Its pooling layers, from the input on.</summary>
    public IReadOnlyList<Layer<float>> Pools => _pools;

    /// <summary>{channels c3 - BN - neurons - MP2} x 2 - FC hidden - neurons - FC 100 - neurons - vote.</summary>
    public static ImageNetwork TwoBlocks(MembraneKind kind, int channels, int hidden, ulong seed, bool averagePool = false)
    {
        ImageNetwork network = new(kind);
        network.Block(channels).Pool(averagePool).Block(channels).Pool(averagePool);
        return network.Dense(hidden).Vote(seed);
    }

    /// <summary>AP2 - ({channels c3 - BN - neurons} x 3 - MP2) x 2 - FC 100 - neurons - vote: as deep as the publication's network for CIFAR-10, on images of half the size, and narrow.</summary>
    public static ImageNetwork Deep(MembraneKind kind, int channels, ulong seed)
    {
        ImageNetwork network = new(kind);
        network.Shrink();
        for (int stage = 0; stage < 2; stage++) network.Block(channels).Block(channels).Block(channels).Pool(average: false);
        return network.Vote(seed);
    }

    /// <summary>The publication's own network for Fashion-MNIST: 128 channels, dropout, 2048 hidden neurons.</summary>
    public static ImageNetwork Published(MembraneKind kind, ulong seed)
    {
        ImageNetwork network = new(kind);
        network.Block(128).Pool(average: false).Block(128).Pool(average: false);
        network._layers.Add(new Dropout(0.5));
        network.Dense(2048);
        network._layers.Add(new Dropout(0.5));
        return network.Vote(seed);
    }

    public void Dispose() => Network.Dispose();

    private ImageNetwork Block(int channels)
    {
        _layers.Add(new Conv2d(_channels, channels, kernel: 3, padding: 1, bias: false));
        _layers.Add(new BatchNorm(channels));
        _channels = channels;
        return Fire(channels * _side * _side);
    }

    private ImageNetwork Pool(bool average)
    {
        _pools.Add(average ? new AveragePool2d(2) : new MaxPool2d(2));
        _layers.Add(_pools[^1]);
        _side /= 2;
        return this;
    }

    // The images themselves, before any neurons.
    private void Shrink()
    {
        _layers.Add(new AveragePool2d(2));
        _side /= 2;
    }

    private ImageNetwork Dense(int outputs)
    {
        _layers.Add(new Linear(Features, outputs, bias: false));
        _denseFeatures = outputs;
        return Fire(outputs);
    }

    private ImageNetwork Vote(ulong seed)
    {
        Dense(Classes * Votes);
        _layers.Add(new Voting(Votes));
        Network = new Sequential(new Shape(1, 28, 28), [.. _layers]) { Threads = 1 };
        Network.Initialize(seed);
        return this;
    }

    private ImageNetwork Fire(int size)
    {
        _neurons.Add(_kind.Layer(size));
        _layers.Add(_neurons[^1]);
        return this;
    }

    // What the next dense layer takes.
    private int Features => _denseFeatures ?? _channels * _side * _side;
}
