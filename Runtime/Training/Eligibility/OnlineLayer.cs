using System;
using System.Linq;
using System.Numerics;
using System.Numerics.Tensors;
using NeuronDsl.Data;
using NeuronDsl.LinearAlgebra;
using NeuronDsl.Memory;

namespace NeuronDsl.Training;

/// <summary>
/// A layer of a network that learns online: neurons, the weights from what comes before and from themselves, and what a window of time leaves. The
/// presynaptic row of a step is what came before in the same step, then what the layer sent in the step before, each padded to groups of 16.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed unsafe class OnlineLayer<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _feedRows;
    private readonly T[] _mask;
    private readonly RowSums<T> _sums = new();
    private readonly OnlineOptions _options;
    private AlignedBuffer<T> _presynaptic = new(0), _current = new(0), _sent = new(0), _last = new(0), _signals = new(0), _counts = new(0), _rateErrors = new(0);
    private int _samples, _step;
    private long _time;

    internal OnlineLayer(int index, int feed, EligibleNeurons<T> neurons, int outputs, OnlineOptions options, RandomStream random)
    {
        (Neurons, Feed, _options, _feedRows) = (neurons, feed, options, RowLayout.Stride(feed));
        int own = options.Recurrent ? neurons.Stride : 0;
        Weight = new Parameter<T>($"{index}.weight", new Shape(_feedRows + own, neurons.Size));
        Readout = new Parameter<T>($"{index}.readout", new Shape(neurons.Size, outputs));
        FeedbackWeight = options.Feedback == Feedback.Symmetric ? Readout : new Parameter<T>($"{index}.feedback", new Shape(neurons.Size, outputs), options.Feedback == Feedback.Adaptive);
        _mask = new T[Weight.Values.Length];
        for (int i = 0; i < feed; i++) Draw(i, 1 / Math.Sqrt(feed), -1);
        for (int i = 0; i < (own == 0 ? 0 : neurons.Size); i++) Draw(_feedRows + i, 1 / Math.Sqrt(neurons.Size), i);
        Fill(Readout, 1 / Math.Sqrt(outputs));
        if (FeedbackWeight != Readout) Fill(FeedbackWeight, 1);

        void Draw(int row, double scale, int self)
        {
            for (int j = 0; j < neurons.Size; j++)
            {
                double weight = random.NextNormal() * scale;
                if (j == self || (self >= 0 && random.NextDouble() < options.Sparsity)) continue;
                Weight.Row(row)[j] = T.CreateChecked(weight);
                _mask[(row * Weight.Stride) + j] = T.One;
            }
        }

        void Fill(Parameter<T> parameter, double scale)
        {
            for (int row = 0; row < parameter.RowCount; row++) foreach (ref T value in parameter.Row(row)) value = T.CreateChecked(random.NextNormal() * scale);
        }
    }

    /// <summary>The neurons.</summary>
    public EligibleNeurons<T> Neurons { get; }

    /// <summary>What feeds the layer: inputs of the network or neurons of the layer before.</summary>
    public int Feed { get; }

    /// <summary>The first row of <see cref="Weight"/> that belongs to the layer itself: the feed, padded to groups of 16.</summary>
    public int FirstRecurrentRow => _feedRows;

    /// <summary>The weights, [feed padded + neurons padded, neurons]; rows of padding stay zero.</summary>
    public Parameter<T> Weight { get; }

    /// <summary>The weights to the readout, [neurons, outputs].</summary>
    public Parameter<T> Readout { get; }

    /// <summary>The weights by which the readout's error comes back, [neurons, outputs].</summary>
    public Parameter<T> FeedbackWeight { get; }

    /// <summary>Spikes, or what else was sent, summed over the sequence, samples and neurons.</summary>
    public double Sent { get; private set; }

    internal long Elements => Neurons.Elements + Buffers.Sum(b => (long)b.Length);

    private AlignedBuffer<T>[] Buffers => [_presynaptic, _current, _sent, _last, _signals, _counts, _rateErrors];

    /// <summary>What the neurons sent in a step of the last window, one sample's, [neurons].</summary>
    public ReadOnlySpan<T> SentAt(int step, int sample)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(step, Neurons.Window);
        ArgumentOutOfRangeException.ThrowIfNegative(sample);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sample, _samples);
        return _sent.Span.Slice(((step * _samples) + sample) * Neurons.Stride, Neurons.Size);
    }

    internal T* SentRows => _sent.Pointer;

    internal int InputStride => Weight.RowCount;

    internal void Begin(int samples, int window, bool carry)
    {
        (_samples, _step, _time, Sent) = (samples, 0, 0, 0);
        Neurons.Begin(samples, window, InputStride, carry);
        AlignedBuffer<T>.Grow(ref _presynaptic, window * samples * InputStride);
        AlignedBuffer<T>.Grow(ref _current, window * samples * Neurons.Stride);
        AlignedBuffer<T>.Grow(ref _sent, window * samples * Neurons.Stride);
        AlignedBuffer<T>.Grow(ref _signals, window * samples * Neurons.Stride);
        AlignedBuffer<T>.Grow(ref _last, samples * Neurons.Stride);
        AlignedBuffer<T>.Grow(ref _counts, samples * Neurons.Stride);
        AlignedBuffer<T>.Grow(ref _rateErrors, window * samples * Neurons.Stride);
        _last.Clear();
        _counts.Clear();
        Weight.Gradient.Clear();
        Readout.Gradient.Clear();
    }

    /// <summary>The weighted sums of a window's inputs at once: what does not wait for the layer's own spikes.</summary>
    internal void FeedAll(T* inputs, int stride, int steps, int threads)
    {
        for (int row = 0; row < steps * _samples; row++) new ReadOnlySpan<T>(inputs + ((long)row * stride), Feed).CopyTo(new Span<T>(_presynaptic.Pointer + ((long)row * InputStride), Feed));
        int rows = steps * _samples;
        Gemm.Multiply(
            new MatrixView<T>(_presynaptic.Pointer, rows, Feed, InputStride), new MatrixView<T>(Weight.ValuePointer, Feed, Neurons.Size, Weight.Stride),
            new MatrixView<T>(_current.Pointer, rows, Neurons.Size, Neurons.Stride), threads: threads);
    }

    /// <summary>One step; the feed is null where <see cref="FeedAll"/> took it.</summary>
    internal void Advance(T* feed, int feedStride)
    {
        int stride = Neurons.Stride, size = Neurons.Size;
        T* current = _current.Pointer + ((long)_step * _samples * stride), sent = _sent.Pointer + ((long)_step * _samples * stride);
        for (int sample = 0; sample < _samples; sample++)
        {
            T* pre = _presynaptic.Pointer + ((((long)_step * _samples) + sample) * InputStride), sum = current + (sample * stride);
            if (feed is not null)
            {
                new ReadOnlySpan<T>(feed + (sample * feedStride), Feed).CopyTo(new Span<T>(pre, Feed));
                new Span<T>(sum, stride).Clear();
                _sums.Add(pre, Feed, Weight.ValuePointer, sum, stride);
            }

            if (!_options.Recurrent) continue;
            T* last = _last.Pointer + (sample * stride);
            new ReadOnlySpan<T>(last, stride).CopyTo(new Span<T>(pre + _feedRows, stride));
            _sums.Add(last, size, Weight.ValuePointer + ((long)_feedRows * Weight.Stride), sum, stride);
        }

        Neurons.Advance(current, sent);
        Span<T> now = new(sent, _samples * stride), counts = _counts.Span[..(_samples * stride)];
        now.CopyTo(_last.Span);
        Sent += double.CreateTruncating(TensorPrimitives.Sum<T>(now));
        if (_options.RateCost != 0)
        {
            TensorPrimitives.Add(counts, now, counts);
            Span<T> errors = _rateErrors.Span.Slice(_step * _samples * stride, _samples * stride);
            TensorPrimitives.Multiply(counts, T.One / T.CreateChecked(_time + 1), errors);
            TensorPrimitives.Subtract(errors, T.CreateChecked(_options.TargetRate), errors);
        }

        _step++;
        _time++;
    }

    /// <summary>Sums the gradients of a window.</summary>
    /// <param name="errorStride">Elements of a row of errors.</param>
    /// <param name="outputs">Outputs of the readout.</param>
    /// <param name="kappa">What remains of the readout's sums after one step.</param>
    /// <param name="rateScale">The weight of what draws rates to their target.</param>
    /// <param name="threads">At most this many threads.</param>
    /// <param name="errors">The readout's errors, [steps, samples, outputs padded]; filtered backwards where the window is the sequence.</param>
    /// <param name="filtered">What was sent, filtered forwards, where it is not; null where it is.</param>
    internal void Accumulate(T* errors, int errorStride, int outputs, T* filtered, T kappa, double rateScale, int threads)
    {
        int rows = _step * _samples, stride = Neurons.Stride, size = Neurons.Size;
        T* senders = filtered is null ? _sent.Pointer : filtered;
        MatrixView<T> error = new(errors, rows, outputs, errorStride);
        Gemm.Multiply(new MatrixView<T>(senders, rows, size, stride).Transposed, error, new MatrixView<T>(Readout.GradientPointer, size, outputs, Readout.Stride), accumulate: true, threads);
        if (_options.LearnsHidden)
        {
            _signals.Clear();
            Gemm.Multiply(error, new MatrixView<T>(FeedbackWeight.ValuePointer, size, outputs, FeedbackWeight.Stride).Transposed, new MatrixView<T>(_signals.Pointer, rows, size, stride), threads: threads);
            if (_options.RateCost != 0) AddRateErrors(rows, rateScale, filtered is null ? kappa : T.Zero);
            Neurons.Threads = threads;
            Neurons.Accumulate(_presynaptic.Pointer, _signals.Pointer, kappa, Weight.GradientPointer);
        }
        else
        {
            Neurons.Discard();
        }

        _step = 0;
    }

    /// <summary>Empties the window without learning from it.</summary>
    internal void Discard()
    {
        Neurons.Discard();
        _step = 0;
    }

    /// <summary>Adds what does not go through traces and removes what is not to be learnt; after the last window.</summary>
    internal void Finish()
    {
        Span<T> gradient = Weight.Gradient;
        if (_options.WeightCost != 0) TensorPrimitives.MultiplyAdd(Weight.Values, T.CreateChecked(_options.WeightCost), gradient, gradient);
        TensorPrimitives.Multiply(gradient, _mask, gradient);
        if (!_options.LearnsHidden) gradient.Clear();
        if (_options.Feedback != Feedback.Adaptive) return;
        T decay = T.CreateChecked(_options.FeedbackDecay);
        TensorPrimitives.MultiplyAdd(FeedbackWeight.Values, decay, Readout.Gradient, FeedbackWeight.Gradient);
        TensorPrimitives.MultiplyAdd(Readout.Values, decay, Readout.Gradient, Readout.Gradient);
    }

    /// <summary>Takes from the gradient of this layer's recurrent weights what never changes.</summary>
    /// <param name="weight">The recurrent weights by themselves, [neurons, neurons].</param>
    internal void MaskRecurrent(Parameter<T> weight)
    {
        for (int row = 0; row < weight.RowCount; row++)
        {
            Span<T> gradient = weight.GradientRow(row);
            TensorPrimitives.Multiply(gradient, _mask.AsSpan((_feedRows + row) * Weight.Stride, gradient.Length), gradient);
        }
    }

    /// <summary>What was sent in the window, [steps, samples, Stride], filtered forwards by kappa, continuing <paramref name="carried"/>.</summary>
    internal void Filter(T* carried, T kappa, T* filtered)
    {
        int length = _samples * Neurons.Stride;
        Span<T> state = new(carried, length);
        for (int t = 0; t < _step; t++)
        {
            TensorPrimitives.MultiplyAdd(state, kappa, _sent.Span.Slice(t * length, length), state);
            state.CopyTo(new Span<T>(filtered + ((long)t * length), length));
        }
    }

    private void AddRateErrors(int rows, double scale, T kappa)
    {
        int stride = Neurons.Stride, length = _samples * stride;
        Span<T> errors = _rateErrors.Span[..(rows * stride)];
        if (_options.RateRule == RateRule.ThroughTraces)
        {
            // The traces are to be filtered as the readout's are, once: a signal for the filtered trace, seen from a step, is the sum over later ones.
            for (int t = _step - 2; t >= 0; t--)
                TensorPrimitives.MultiplyAdd(errors.Slice((t + 1) * length, length), kappa, errors.Slice(t * length, length), errors.Slice(t * length, length));
            TensorPrimitives.MultiplyAdd(errors, T.CreateChecked(scale), _signals.Span[..errors.Length], _signals.Span[..errors.Length]);
            return;
        }

        T weight = T.CreateChecked(scale);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<T> error = errors.Slice(row * stride, Neurons.Size);
            for (int i = 0; i < Weight.RowCount; i++) TensorPrimitives.MultiplyAdd(error, weight, Weight.GradientRow(i), Weight.GradientRow(i));
        }
    }

    /// <summary>Releases the memory; the neurons stay the caller's.</summary>
    public void Dispose()
    {
        foreach (AlignedBuffer<T> buffer in Buffers) buffer.Dispose();
        foreach (Parameter<T> parameter in new[] { Weight, Readout, FeedbackWeight }) parameter.Dispose();
    }
}
