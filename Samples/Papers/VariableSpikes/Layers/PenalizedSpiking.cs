using System.Collections.Generic;
using System.Numerics.Tensors;
using NeuronDsl.Data;
using NeuronDsl.Models;
using NeuronDsl.Training;
using PapersSample.VariableSpikes.Neurons;

namespace PapersSample.VariableSpikes.Layers;

/// <summary>
/// Variable spiking neurons under the publication's spiking loss: the penalty times the share of neurons and steps that spike is added to the loss.
/// What is sent is a value, not the spike; so a twin that sends ones, with the same memory, beta and threshold, runs beside and carries the gradient of
/// the penalty. It counts the spikes as well.
/// </summary>
internal sealed class PenalizedSpiking : Layer<float>
{
    private readonly int _size;
    private readonly float _penalty;
    private readonly NeuronLayer<float> _values, _ones;
    private readonly Signal<float> _penaltyGradient;

    /// <param name="size">Neurons.</param>
    /// <param name="penalty">What full activity adds to the loss.</param>
    public PenalizedSpiking(int size, double penalty)
    {
        (_size, _penalty) = (size, (float)penalty);
        _values = VariableSpiking.Layer(size, sharing: ParameterSharing.PerNeuron);
        _ones = LeakySpiking.Layer(size, sharing: ParameterSharing.PerNeuron);
        _penaltyGradient = new Signal<float>(size);
    }

    public override Shape? DeclaredInput => _size;

    public override IReadOnlyList<Parameter<float>> Parameters => _values.Parameters;

    public override long SpikeCount => _ones.SpikeCount;

    public override int Threads
    {
        get => _values.Threads;
        set => _values.Threads = _ones.Threads = value;
    }

    /// <summary>As in the authors' public code: beta uniform in 0 .. 1, threshold in 0 .. 0.001.</summary>
    public override void Initialize(ulong seed)
    {
        RandomStream random = new(seed);
        foreach (ref float beta in Parameters[0].Row(0)) beta = (float)random.NextDouble();
        foreach (ref float threshold in Parameters[1].Row(0)) threshold = (float)(1e-3 * random.NextDouble());
    }

    /// <summary>Keeps every beta within 0 .. 1.</summary>
    public void Project() => TensorPrimitives.Clamp(Parameters[0].Values, 0f, 1f, Parameters[0].Values);

    public override Signal<float> Forward(Signal<float> input, bool training)
    {
        for (int k = 0; k < Parameters.Count; k++) Parameters[k].Values.CopyTo(_ones.Parameters[k].Values);
        _ones.Forward(input, training);
        return _values.Forward(input, training);
    }

    public override Signal<float>? Backward(Signal<float> outputGradient)
    {
        Signal<float>? gradient = _values.Backward(outputGradient);
        if (_penalty == 0) return gradient;
        _penaltyGradient.PrepareValues(outputGradient.Steps, outputGradient.Batch, constant: true);
        float share = _penalty / ((float)_size * outputGradient.Steps * outputGradient.Batch);
        for (int sample = 0; sample < outputGradient.Batch; sample++) _penaltyGradient.Row(0, sample).Fill(share);
        Signal<float>? penalty = _ones.Backward(_penaltyGradient);
        for (int k = 0; k < Parameters.Count; k++) TensorPrimitives.Add(Parameters[k].Gradient, _ones.Parameters[k].Gradient, Parameters[k].Gradient);
        if (gradient is not null && penalty is not null) TensorPrimitives.Add(gradient.Values, penalty.Values, gradient.Values);
        return gradient;
    }

    protected override Shape InferOutput(Shape input)
    {
        _ones.Connect(input);
        return _values.Connect(input);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _values.Dispose();
            _ones.Dispose();
            _penaltyGradient.Dispose();
        }

        base.Dispose(disposing);
    }
}
