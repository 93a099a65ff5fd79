using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;
using System.Runtime.Intrinsics;
using NeuronDsl.Data;
using NeuronDsl.Memory;

namespace NeuronDsl.Training;

/// <summary>
/// Batch normalisation (Ioffe and Szegedy, ICML 2015): each channel of an image, or each feature of a flat input, to mean 0 and variance 1 over
/// all stored steps, samples and pixels, then scaled and shifted by what is learnt. Without training it uses the running statistics, of which
/// each pass of training changes a share.
/// </summary>
/// <remarks>
/// y = gain (x - mean) / sqrt(variance + epsilon) + shift, with the variance of the batch itself; the running variance is the unbiased one, as
/// in other libraries. A constant input is normalised once, over the batch, and gives a constant output.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public unsafe class BatchNorm<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Rows of the scratch memory: one value a feature, as kernels want it.
    private const int MeanRow = 0, FactorRow = 1, ShiftRow = 2, FirstSumRow = 3, SecondSumRow = 4, ScratchRows = 5;

    private readonly int _channels;
    private readonly double _momentum, _epsilon;
    private readonly RowLoop _sum, _sumSquares, _normalize, _sumGradients, _backward;
    private readonly Parameter<T>[] _parameters;
    private AlignedBuffer<T> _scratch = new(0), _sums = new(0);
    private double[] _inverseDeviations = [];
    private Signal<T>? _input, _outputGradient;
    private T* _from, _to;
    private int _stride, _channelSize;
    private bool _ofBatch;

    /// <summary>A layer for some channels.</summary>
    /// <param name="channels">Channels of the images, or features of a flat input.</param>
    /// <param name="momentum">The share of a batch in the running statistics, in (0, 1].</param>
    /// <param name="epsilon">Added to the variance.</param>
    public BatchNorm(int channels, double momentum = 0.1, double epsilon = 1e-5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (!(momentum is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(momentum), momentum, "A momentum is above 0 and at most 1.");
        if (!(epsilon > 0)) throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "An epsilon is above 0.");
        (_channels, _momentum, _epsilon) = (channels, momentum, epsilon);
        (Gain, Shift) = (new Parameter<T>("gain", channels), new Parameter<T>("shift", channels));
        RunningMean = new Parameter<T>("running_mean", channels, isLearnable: false);
        RunningVariance = new Parameter<T>("running_variance", channels, isLearnable: false);
        _parameters = [Gain, Shift, RunningMean, RunningVariance];
        (_sum, _sumSquares, _normalize) = (new RowLoop(SumRows), new RowLoop(SumSquares), new RowLoop(NormalizeRows));
        (_sumGradients, _backward) = (new RowLoop(SumGradients), new RowLoop(BackwardRows));
        Initialize(0);
    }

    /// <summary>The scale, [channels], 1 at first.</summary>
    public Parameter<T> Gain { get; }

    /// <summary>The shift, [channels], 0 at first.</summary>
    public Parameter<T> Shift { get; }

    /// <summary>The running mean, [channels].</summary>
    public Parameter<T> RunningMean { get; }

    /// <summary>The running variance, [channels].</summary>
    public Parameter<T> RunningVariance { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters => _parameters;

    /// <inheritdoc/>
    public override string? Note => _input is null
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{_channels} channels, {(_ofBatch ? "statistics of the batch" : "running statistics")}");

    /// <summary>Gain 1, shift 0, running mean 0 and variance 1; there is nothing random.</summary>
    public override void Initialize(ulong seed)
    {
        Gain.Row(0).Fill(T.One);
        Shift.Row(0).Clear();
        RunningMean.Row(0).Clear();
        RunningVariance.Row(0).Fill(T.One);
    }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">In training, each channel needs at least 2 values.</exception>
    public override Signal<T> Forward(Signal<T> input, bool training)
    {
        ArgumentNullException.ThrowIfNull(input);
        (_input, _ofBatch) = (input, training);
        Output.PrepareValues(input.Steps, input.Batch, input.IsConstant);
        _from = input.ValuePointer;
        _to = Output.ValuePointer;
        if (training)
        {
            MeasureBatch(input);
        }
        else
        {
            for (int c = 0; c < _channels; c++)
                SetStatistics(c, double.CreateTruncating(RunningMean.Values[c]), double.CreateTruncating(RunningVariance.Values[c]));
        }

        _normalize.Run(input.Rows, Threads);
        return Output;
    }

    /// <inheritdoc/>
    public override Signal<T>? Backward(Signal<T> outputGradient)
    {
        ArgumentNullException.ThrowIfNull(outputGradient);
        var input = _input ?? throw new InvalidOperationException($"{Name}: Backward needs a Forward before it.");
        _outputGradient = outputGradient;
        _from = outputGradient.ValuePointer;
        PrepareSums(input.Rows, 2);
        _sumGradients.Run(input.Rows, Threads);
        double count = (double)input.Rows * _channelSize;
        for (int c = 0; c < _channels; c++)
        {
            double shift = ChannelSum(input.Rows, 2, 0, c), gain = ChannelSum(input.Rows, 2, 1, c) * _inverseDeviations[c];
            Shift.Gradient[c] = T.CreateTruncating(shift);
            Gain.Gradient[c] = T.CreateTruncating(gain);

            // Mean and variance of the batch depend on the input, too; running statistics do not.
            FillChannel(FirstSumRow, c, _ofBatch ? shift / count : 0);
            FillChannel(SecondSumRow, c, _ofBatch ? gain * _inverseDeviations[c] / count : 0);
        }

        if (!NeedsInputGradient) return null;
        InputGradient.PrepareValues(input.Steps, input.Batch, input.IsConstant);
        _to = InputGradient.ValuePointer;
        _backward.Run(input.Rows, Threads);
        return InputGradient;
    }

    /// <inheritdoc/>
    protected override Shape InferOutput(Shape input)
    {
        int channels = input[0];
        if (channels != _channels) throw new ShapeException($"{Name} takes {_channels} channels, but is given {input}, which has {channels}.");
        _channelSize = input.Size / _channels;
        _stride = RowLayout.Stride(input.Size);
        _scratch = new AlignedBuffer<T>(ScratchRows * _stride);
        _inverseDeviations = new double[_channels];
        return input;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _scratch.Dispose();
            _sums.Dispose();
        }

        base.Dispose(disposing);
    }

    // Two passes: the second sums squares of what is centred, so that a large mean costs no digits.
    private void MeasureBatch(Signal<T> input)
    {
        double count = (double)input.Rows * _channelSize;
        if (count < 2)
            throw new ShapeException($"{Name} needs at least 2 values a channel to train, but is given {input}: a larger batch, or evaluation.");
        PrepareSums(input.Rows, 1);
        _sum.Run(input.Rows, Threads);
        for (int c = 0; c < _channels; c++) FillChannel(MeanRow, c, ChannelSum(input.Rows, 1, 0, c) / count);
        PrepareSums(input.Rows, 1);
        _sumSquares.Run(input.Rows, Threads);
        for (int c = 0; c < _channels; c++)
        {
            double mean = double.CreateTruncating(ScratchSpan(MeanRow)[c * _channelSize]), squares = ChannelSum(input.Rows, 1, 0, c);
            SetStatistics(c, mean, squares / count);
            Approach(ref RunningMean.Values[c], mean);
            Approach(ref RunningVariance.Values[c], squares / (count - 1));
        }
    }

    private void Approach(ref T running, double value) =>
        running = T.CreateTruncating((1 - _momentum) * double.CreateTruncating(running) + _momentum * value);

    private void SetStatistics(int channel, double mean, double variance)
    {
        _inverseDeviations[channel] = 1 / Math.Sqrt(variance + _epsilon);
        FillChannel(MeanRow, channel, mean);
        FillChannel(FactorRow, channel, double.CreateTruncating(Gain.Values[channel]) * _inverseDeviations[channel]);
        FillChannel(ShiftRow, channel, double.CreateTruncating(Shift.Values[channel]));
    }

    private Span<T> ScratchSpan(int row) => _scratch.Span.Slice(row * _stride, _stride);

    private T* Scratch(int row) => _scratch.Pointer + row * _stride;

    private void FillChannel(int row, int channel, double value) =>
        ScratchSpan(row).Slice(channel * _channelSize, _channelSize).Fill(T.CreateTruncating(value));

    // Each part of the rows sums every feature; the parts are then added in their order, so threads cannot show.
    private void PrepareSums(int rows, int kinds)
    {
        int length = RowLoop.PartsOf(rows) * kinds * _stride;
        AlignedBuffer<T>.Grow(ref _sums, length);
        _sums.Span[..length].Clear();
    }

    private double ChannelSum(int rows, int kinds, int kind, int channel)
    {
        double sum = 0;
        for (int part = 0; part < RowLoop.PartsOf(rows); part++)
        {
            var sums = _sums.Span.Slice(((part * kinds) + kind) * _stride + channel * _channelSize, _channelSize);
            foreach (T value in sums) sum += double.CreateTruncating(value);
        }

        return sum;
    }

    private void SumRows(int part, int first, int end)
    {
        T* sums = _sums.Pointer + part * _stride;
        for (int row = first; row < end; row++)
        {
            T* x = _from + (long)row * _stride;
            for (int i = 0; i < _stride; i += Vector512<T>.Count) (Vector512.Load(sums + i) + Vector512.Load(x + i)).Store(sums + i);
        }
    }

    private void SumSquares(int part, int first, int end)
    {
        T* sums = _sums.Pointer + part * _stride, mean = Scratch(MeanRow);
        for (int row = first; row < end; row++)
        {
            T* x = _from + (long)row * _stride;
            for (int i = 0; i < _stride; i += Vector512<T>.Count)
            {
                var difference = Vector512.Load(x + i) - Vector512.Load(mean + i);
                (Vector512.Load(sums + i) + difference * difference).Store(sums + i);
            }
        }
    }

    // Mean, factor and shift of the padding are 0, and so it stays 0.
    private void NormalizeRows(int part, int first, int end)
    {
        T* mean = Scratch(MeanRow), factor = Scratch(FactorRow), shift = Scratch(ShiftRow);
        for (int row = first; row < end; row++)
        {
            T* x = _from + (long)row * _stride, y = _to + (long)row * _stride;
            for (int i = 0; i < _stride; i += Vector512<T>.Count)
            {
                var centred = Vector512.Load(x + i) - Vector512.Load(mean + i);
                (centred * Vector512.Load(factor + i) + Vector512.Load(shift + i)).Store(y + i);
            }
        }
    }

    private void SumGradients(int part, int first, int end)
    {
        T* sums = _sums.Pointer + 2 * part * _stride, products = sums + _stride, mean = Scratch(MeanRow);
        for (int row = first; row < end; row++)
        {
            T* x = _input!.ValuePointer + (long)row * _stride, gradient = _from + _outputGradient!.RowOffset(row);
            for (int i = 0; i < _stride; i += Vector512<T>.Count)
            {
                var g = Vector512.Load(gradient + i);
                var centred = Vector512.Load(x + i) - Vector512.Load(mean + i);
                (Vector512.Load(sums + i) + g).Store(sums + i);
                (Vector512.Load(products + i) + g * centred).Store(products + i);
            }
        }
    }

    // dx = factor (g - mean of g - (x - mean) / variance x mean of g (x - mean)).
    private void BackwardRows(int part, int first, int end)
    {
        T* mean = Scratch(MeanRow), factor = Scratch(FactorRow), meanGradient = Scratch(FirstSumRow), meanProduct = Scratch(SecondSumRow);
        for (int row = first; row < end; row++)
        {
            T* x = _input!.ValuePointer + (long)row * _stride, gradient = _from + _outputGradient!.RowOffset(row), target = _to + (long)row * _stride;
            for (int i = 0; i < _stride; i += Vector512<T>.Count)
            {
                var centred = Vector512.Load(x + i) - Vector512.Load(mean + i);
                var rest = Vector512.Load(gradient + i) - Vector512.Load(meanGradient + i) - centred * Vector512.Load(meanProduct + i);
                (Vector512.Load(factor + i) * rest).Store(target + i);
            }
        }
    }
}
