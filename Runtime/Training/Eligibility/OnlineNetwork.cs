using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Numerics.Tensors;
using NeuronDsl.Data;
using NeuronDsl.LinearAlgebra;
using NeuronDsl.Memory;

namespace NeuronDsl.Training;

/// <summary>What a network made of a batch.</summary>
/// <param name="Loss">The mean loss of frames with a target.</param>
/// <param name="Right">Frames about which the readout was right.</param>
/// <param name="Frames">Frames with a target.</param>
/// <param name="Rate">What neurons sent, per neuron and step.</param>
public readonly record struct OnlineResult(double Loss, int Right, int Frames, double Rate)
{
    /// <summary>The part of frames about which the readout was wrong.</summary>
    public double Error => 1 - ((double)Right / Frames);
}

/// <summary>
/// Recurrent layers of spiking neurons and a leaky readout, learning by eligibility propagation (Bellec et al. 2020): every layer feeds the next in the same
/// step, itself in the next, and the readout y[t] = kappa y[t-1] + sum of W z[t] + b. The gradient of a weight is the sum over steps of the neuron's
/// learning signal times the synapse's filtered eligibility trace; nothing is propagated back through time.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed unsafe class OnlineNetwork<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly OnlineLayer<T>[] _layers;
    private readonly int _inputs, _outputs, _outputStride;
    private readonly OnlineOptions _options;
    private AlignedBuffer<T> _sums = new(0), _errors = new(0), _readout = new(0), _filtered = new(0);
    private readonly AlignedBuffer<T>[] _carried;
    private T _biasMemory;

    /// <summary>A network with weights drawn by the seed of the options.</summary>
    /// <param name="inputs">Inputs of each step.</param>
    /// <param name="layers">The layers' neurons, from the input on; they stay the caller's.</param>
    /// <param name="outputs">Outputs of the readout.</param>
    /// <param name="options">How it learns.</param>
    /// <exception cref="ArgumentException">There is no layer, or a number is out of range.</exception>
    public OnlineNetwork(int inputs, IReadOnlyList<EligibleNeurons<T>> layers, int outputs, OnlineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        if (layers.Count == 0) throw new ArgumentException("A network needs at least one layer.", nameof(layers));
        _options = options ?? new OnlineOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Window, 1, "Window");
        (_inputs, _outputs, _outputStride) = (inputs, outputs, RowLayout.Stride(outputs));
        var random = new RandomStream(_options.Seed);
        _layers = new OnlineLayer<T>[layers.Count];
        for (int k = 0; k < layers.Count; k++) _layers[k] = new OnlineLayer<T>(k, k == 0 ? inputs : layers[k - 1].Size, layers[k], outputs, _options, random);
        _carried = [.. _layers.Select(_ => new AlignedBuffer<T>(0))];
        Bias = new Parameter<T>("bias", new Shape(outputs));
    }

    /// <summary>How it learns.</summary>
    public OnlineOptions Options => _options;

    /// <summary>The layers.</summary>
    public IReadOnlyList<OnlineLayer<T>> Layers => _layers;

    /// <summary>The readout's bias, [outputs].</summary>
    public Parameter<T> Bias { get; }

    /// <summary>All that learns, for an optimiser and for checkpoints.</summary>
    public IReadOnlyList<Parameter<T>> Parameters =>
        [.. _layers.SelectMany(l => l.FeedbackWeight == l.Readout ? new[] { l.Weight, l.Readout } : [l.Weight, l.Readout, l.FeedbackWeight]), Bias];

    /// <summary>At most this many threads; results are the same bits for any number.</summary>
    public int Threads { get; set; } = 1;

    /// <summary>The readout's sums of the last window, [steps, samples, outputs padded to 16].</summary>
    public ReadOnlySpan<T> Outputs => _sums.Span;

    /// <summary>Memory for states, traces and signals, weights aside: grows with the samples and the window, not with the sequence.</summary>
    public long Bytes => sizeof(T) * (_layers.Sum(l => l.Elements) + _carried.Sum(c => (long)c.Length) + _sums.Length + _errors.Length + _readout.Length + _filtered.Length);

    /// <summary>Runs a batch and leaves the gradient of its mean loss in the parameters.</summary>
    /// <param name="inputs">[steps, samples, inputs].</param>
    /// <param name="targets">What the readout shall say.</param>
    /// <param name="online">Steps an optimiser after every window, with the gradient of that window alone: learning while the sequence runs.</param>
    /// <exception cref="ArgumentException">The inputs are not as many as the targets' steps and samples ask for or not finite, or a label is past the outputs.</exception>
    /// <exception cref="TrainingDivergedException">The loss is not finite.</exception>
    public OnlineResult Learn(ReadOnlySpan<T> inputs, OnlineTargets<T> targets, Optimizer<T>? online = null) => Run(inputs, targets, learn: true, online);

    /// <summary>Runs a batch without learning.</summary>
    /// <inheritdoc cref="Learn"/>
    public OnlineResult Evaluate(ReadOnlySpan<T> inputs, OnlineTargets<T> targets) => Run(inputs, targets, learn: false, null);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (OnlineLayer<T> layer in _layers) layer.Dispose();
        foreach (AlignedBuffer<T> buffer in _carried) buffer.Dispose();
        foreach (AlignedBuffer<T> buffer in new[] { _sums, _errors, _readout, _filtered }) buffer.Dispose();
        Bias.Dispose();
    }

    private OnlineResult Run(ReadOnlySpan<T> inputs, OnlineTargets<T> targets, bool learn, Optimizer<T>? online)
    {
        ArgumentNullException.ThrowIfNull(targets);
        (int steps, int samples) = (targets.Steps, targets.Samples);
        targets.CheckInputs(inputs, _inputs);
        int window = Math.Min(steps, _options.Window);
        bool carry = learn && (window < steps || online is not null || Array.Exists(_layers, l => l.Neurons.IsBounded));
        foreach (OnlineLayer<T> layer in _layers) layer.Begin(samples, window, carry);
        Bias.Gradient.Clear();
        AlignedBuffer<T>.Grow(ref _sums, window * samples * _outputStride);
        AlignedBuffer<T>.Grow(ref _errors, window * samples * _outputStride);
        AlignedBuffer<T>.Grow(ref _readout, samples * _outputStride);
        _readout.Clear();
        _biasMemory = T.Zero;
        if (carry) BeginFilters(samples, window);

        double loss = 0;
        int right = 0;
        double scale = 1.0 / targets.Frames;
        for (int first = 0; first < steps; first += window)
        {
            int count = Math.Min(window, steps - first);
            fixed (T* start = inputs.Slice(first * samples * _inputs, count * samples * _inputs)) Advance(start, count, samples);
            ReadOut(count, samples);
            for (int t = 0; t < count; t++)
            {
                for (int sample = 0; sample < samples; sample++)
                {
                    int row = ((t * samples) + sample) * _outputStride;
                    ReadOnlySpan<T> outputs = _sums.Span.Slice(row, _outputs);
                    loss += targets.LossOf(first + t, sample, outputs, _errors.Span.Slice(row, _outputs));
                    right += targets.IsRight(first + t, sample, outputs) == true ? 1 : 0;
                }
            }

            if (learn) Accumulate(count, samples, scale, carry);
            else foreach (OnlineLayer<T> layer in _layers) layer.Discard();
            if (online is null) continue;
            Finish();
            online.Step();
            foreach (Parameter<T> parameter in Parameters.Where(p => p.IsLearnable)) parameter.Gradient.Clear();
        }

        if (learn && online is null) Finish();
        double neurons = _layers.Sum(l => (double)l.Neurons.Size) * samples * steps;
        return new OnlineResult(loss * scale, right, targets.Frames, _layers.Sum(l => l.Sent) / neurons);
    }

    private void Finish()
    {
        foreach (OnlineLayer<T> layer in _layers) layer.Finish();
    }

    private void BeginFilters(int samples, int window)
    {
        for (int k = 0; k < _layers.Length; k++)
        {
            int length = samples * _layers[k].Neurons.Stride;
            AlignedBuffer<T>.Grow(ref _carried[k], length);
            _carried[k].Clear();
            AlignedBuffer<T>.Grow(ref _filtered, window * length);
        }
    }

    private void Advance(T* inputs, int steps, int samples)
    {
        _layers[0].FeedAll(inputs, _inputs, steps, Threads);
        for (int t = 0; t < steps; t++)
        {
            _layers[0].Advance(null, 0);
            for (int k = 1; k < _layers.Length; k++)
            {
                int stride = _layers[k - 1].Neurons.Stride;
                _layers[k].Advance(_layers[k - 1].SentRows + ((long)t * samples * stride), stride);
            }
        }
    }

    private void ReadOut(int steps, int samples)
    {
        int rows = steps * samples, length = samples * _outputStride;
        _sums.Clear();
        MatrixView<T> sums = new(_sums.Pointer, rows, _outputs, _outputStride);
        for (int k = 0; k < _layers.Length; k++)
        {
            OnlineLayer<T> layer = _layers[k];
            Gemm.Multiply(
                new MatrixView<T>(layer.SentRows, rows, layer.Neurons.Size, layer.Neurons.Stride), new MatrixView<T>(layer.Readout.ValuePointer, layer.Neurons.Size, _outputs, layer.Readout.Stride),
                sums, accumulate: k > 0, Threads);
        }

        T kappa = T.CreateChecked(_options.Kappa);
        Span<T> last = _readout.Span[..length], bias = Bias.Values;
        for (int t = 0; t < steps; t++)
        {
            Span<T> now = _sums.Span.Slice(t * length, length);
            for (int sample = 0; sample < samples; sample++) TensorPrimitives.Add(now.Slice(sample * _outputStride, _outputStride), bias[.._outputStride], now.Slice(sample * _outputStride, _outputStride));
            TensorPrimitives.MultiplyAdd(last, kappa, now, now);
            now.CopyTo(last);
        }
    }

    private void Accumulate(int steps, int samples, double scale, bool carry)
    {
        int length = samples * _outputStride;
        Span<T> errors = _errors.Span[..(steps * length)];
        TensorPrimitives.Multiply(errors, T.CreateChecked(scale), errors);
        T kappa = T.CreateChecked(_options.Kappa);
        if (carry) AddBiasGradient(errors, samples, kappa);

        // A sequence in one window: the error of a step, seen from an earlier spike, is what the readout's memory leaves of it.
        if (!carry)
        {
            for (int t = steps - 2; t >= 0; t--)
                TensorPrimitives.MultiplyAdd(errors.Slice((t + 1) * length, length), kappa, errors.Slice(t * length, length), errors.Slice(t * length, length));
            for (int row = 0; row < steps * samples; row++) TensorPrimitives.Add(Bias.Gradient[.._outputStride], errors.Slice(row * _outputStride, _outputStride), Bias.Gradient[.._outputStride]);
        }

        for (int k = 0; k < _layers.Length; k++)
        {
            if (carry) _layers[k].Filter(_carried[k].Pointer, kappa, _filtered.Pointer);
            _layers[k].Accumulate(_errors.Pointer, _outputStride, _outputs, carry ? _filtered.Pointer : null, kappa, _options.RateCost / samples, Threads);
        }
    }

    // The bias goes through the readout's memory too: after t steps it weighs 1 + kappa + ... + kappa^t.
    private void AddBiasGradient(ReadOnlySpan<T> errors, int samples, T kappa)
    {
        int length = samples * _outputStride;
        for (int t = 0; t * length < errors.Length; t++)
        {
            _biasMemory = (_biasMemory * kappa) + T.One;
            for (int sample = 0; sample < samples; sample++)
                TensorPrimitives.MultiplyAdd(errors.Slice((t * length) + (sample * _outputStride), _outputStride), _biasMemory, Bias.Gradient[.._outputStride], Bias.Gradient[.._outputStride]);
        }
    }
}
