using System;
using NeuronDsl.Data;
using NeuronDsl.Training;

namespace NeuronDsl.Benchmarks.Training;

/// <summary>A layer of neurons alone, forwards and back, over [32, 64, 4096].</summary>
internal sealed class LayerWorkload : Workload
{
    private const int Steps = 32, Batch = 64, Size = 4096;

    private readonly NeuronLayer<float> _layer;
    private readonly Signal<float> _input = new(Size), _gradient = new(Size);

    public LayerWorkload(string name, NeuronLayer<float> layer, double mean = 0.5, double deviation = 0.8)
        : base($"{name} layer [{Steps}, {Batch}, {Size}], forward and backward", "M steps/s")
    {
        _layer = layer;
        layer.Connect(Size);
        Fill(_input, 1, mean, deviation);
        Fill(_gradient, 2, 0, 1);
    }

    public override double Amount => Steps * Batch * Size / 1e6;

    public override double Outcome => _layer.SpikeCount / ((double)Steps * Batch * Size);

    public override void Run()
    {
        _layer.Forward(_input, training: true);
        _layer.Backward(_gradient);
    }

    public override void Dispose()
    {
        _layer.Dispose();
        _input.Dispose();
        _gradient.Dispose();
    }

    private static void Fill(Signal<float> signal, ulong seed, double mean, double deviation)
    {
        signal.PrepareValues(Steps, Batch);
        RandomStream random = new(seed);
        foreach (ref float value in signal.Values)
            value = (float)(mean + (deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())));
    }
}
