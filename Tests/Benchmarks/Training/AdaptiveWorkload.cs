using System;
using NeuronDsl.Models;
using NeuronDsl.Training;

namespace NeuronDsl.Benchmarks.Training;

/// <summary>By what a network of adaptive neurons learns.</summary>
internal enum Rule
{
    /// <summary>Eligibility propagation, the gradient as a matrix product.</summary>
    Eligibility,

    /// <summary>The same in two windows: every synapse carries its traces.</summary>
    EligibilityCarried,

    /// <summary>Eligibility propagation without adaptation: no synapse has a trace of its own.</summary>
    EligibilityFactorised,

    /// <summary>Backpropagation through time.</summary>
    Unrolled,
}

/// <summary>
/// 40 inputs, 256 recurrent neurons with adaptive thresholds, a leaky readout of 39, a class at each of 100 steps, batches of 16, Adam. Weights and data are those of the
/// peer's script, number by number.
/// </summary>
internal sealed class AdaptiveWorkload : Workload
{
    private const int Steps = 100, Batch = 16, Inputs = 40, Size = 256, Outputs = 39;

    private readonly AdaptiveLif.EligibleNeurons _neurons;
    private readonly OnlineNetwork<float> _network;
    private readonly UnrolledNetwork<float>? _twin;
    private readonly Adam<float> _adam;
    private readonly float[] _x;
    private readonly OnlineTargets<float> _targets;
    private double _norm = double.NaN;

    public AdaptiveWorkload(Rule rule)
        : base($"ALIF 40-256-39, T {Steps}, batch {Batch}, {Describe(rule)}", "samples/s")
    {
        AdaptiveLif neuron = new()
        {
            Alpha = MathF.Exp(-1f / 20), Rho = MathF.Exp(-1f / 200), Beta = rule == Rule.EligibilityFactorised ? 0 : 0.07f, VTh = 0.6f, TRef = 1,
        };
        _neurons = AdaptiveLif.Eligible(Size, prototype: neuron);
        _network = new OnlineNetwork<float>(Inputs, [_neurons], Outputs, new OnlineOptions { Kappa = MathF.Exp(-1f / 20), Window = rule == Rule.EligibilityCarried ? Steps / 2 : Steps });
        OnlineLayer<float> layer = _network.Layers[0];
        float[] feed = Uniform(1, Inputs * Size), recurrent = Uniform(2, Size * Size), readout = Uniform(3, Size * Outputs);
        for (int i = 0; i < Inputs; i++) for (int j = 0; j < Size; j++) layer.Weight.Row(i)[j] = feed[(i * Size) + j] * MathF.Sqrt(3f / Inputs);
        for (int i = 0; i < Size; i++) for (int j = 0; j < Size; j++) layer.Weight.Row(layer.FirstRecurrentRow + i)[j] = i == j ? 0 : recurrent[(i * Size) + j] * MathF.Sqrt(3f / Size);
        for (int j = 0; j < Size; j++) for (int k = 0; k < Outputs; k++) layer.Readout.Row(j)[k] = readout[(j * Outputs) + k] * MathF.Sqrt(3f / Size);
        _x = Uniform(4, Steps * Batch * Inputs);
        foreach (ref float value in _x.AsSpan()) value *= MathF.Sqrt(3);
        _targets = OnlineTargets<float>.Classes(Array.ConvertAll(Uniform(5, Steps * Batch), u => (int)((u + 1) / 2 * Outputs)), Steps, Batch);
        if (rule == Rule.Unrolled) _twin = new UnrolledNetwork<float>(_network, AdaptiveLif.Layer(Size, prototype: neuron));
        _adam = new Adam<float>(_twin?.Parameters ?? _network.Parameters, 1e-3);
    }

    public override double Amount => Batch;

    /// <summary>The norm of the recurrent weights' gradient by the first batch.</summary>
    public override double Outcome => _norm;

    public override void Run()
    {
        if (_twin is not null) _twin.Learn(_x, _targets);
        else _network.Learn(_x, _targets);
        if (double.IsNaN(_norm)) _norm = Norm();
        _adam.Step();
    }

    public override void Dispose()
    {
        _adam.Dispose();
        _twin?.Dispose();
        _network.Dispose();
        _neurons.Dispose();
    }

    private static string Describe(Rule rule) => rule switch
    {
        Rule.Eligibility => "e-prop",
        Rule.EligibilityCarried => "e-prop in 2 windows",
        Rule.EligibilityFactorised => "e-prop without adaptation",
        _ => "BPTT",
    };

    // SplitMix64 from the seed, in [-1, 1), as the peer's script has it.
    private static float[] Uniform(ulong seed, int count)
    {
        Data.RandomStream random = new(seed);
        float[] values = new float[count];
        foreach (ref float value in values.AsSpan()) value = (float)((2 * random.NextDouble()) - 1);
        return values;
    }

    private double Norm()
    {
        OnlineLayer<float> layer = _network.Layers[0];
        double sum = 0;
        for (int i = 0; i < Size; i++)
        {
            foreach (float g in _twin is not null ? _twin.RecurrentWeight(0)!.GradientRow(i) : layer.Weight.GradientRow(layer.FirstRecurrentRow + i)) sum += (double)g * g;
        }

        return Math.Sqrt(sum);
    }
}
