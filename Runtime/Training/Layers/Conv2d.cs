using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using NeuronDsl.Data;
using NeuronDsl.LinearAlgebra;

namespace NeuronDsl.Training;

/// <summary>
/// A convolution of images with square kernels, at every step: channels x height x width in and out. The weights are
/// [in channels, kernel, kernel, out channels], so that a spike adds rows. It does no more work than its input asks for: a constant input is convolved once
/// and gives a constant output, and spikes below 30 % are summed by 3x3 kernels, one pixel apart, instead of multiplied.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public unsafe class Conv2d<T> : Layer<T>, ISynapses<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The share of ones below which 3x3 kernels are summed by spikes: beyond it the dense convolution is faster.</summary>
    internal const double SparseBelow = 0.3;

    private readonly int _inChannels, _outChannels, _kernel, _stride, _padding;
    private readonly SpikeIndex _spikes = new();
    private Convolution<T>? _convolution;
    private SpikeConvolution<T>? _spikeConvolution;
    private Signal<T>? _input, _inputSum;
    private double _fanOut, _activity;
    private bool _sparse;

    /// <summary>A convolution of zeros, until the network initialises it.</summary>
    /// <param name="inChannels">Channels in.</param>
    /// <param name="outChannels">Channels out.</param>
    /// <param name="kernel">Pixels of a side of the kernel.</param>
    /// <param name="stride">Pixels from one output to the next.</param>
    /// <param name="padding">Zeros around the image; 1 keeps the size for a kernel of 3.</param>
    /// <param name="bias">Whether each output channel adds a number; superfluous before <see cref="BatchNorm{T}"/>.</param>
    public Conv2d(int inChannels, int outChannels, int kernel, int stride = 1, int padding = 0, bool bias = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outChannels, 1);
        ImageWindows.Check(kernel, stride, padding);
        (_inChannels, _outChannels, _kernel, _stride, _padding) = (inChannels, outChannels, kernel, stride, padding);
        Weight = new Parameter<T>("weight", new Shape(inChannels * kernel * kernel, outChannels));
        Bias = bias ? new Parameter<T>("bias", outChannels) : null;
        Parameters = Bias is null ? [Weight] : [Weight, Bias];
    }

    /// <summary>The kernels, [in channels x kernel x kernel, out channels].</summary>
    public Parameter<T> Weight { get; }

    /// <summary>What each channel adds, [out channels]; null if nothing.</summary>
    public Parameter<T>? Bias { get; }

    /// <summary>Pixels of a side of the kernel, from one output to the next, and of zeros around the image.</summary>
    internal (int Kernel, int Stride, int Padding) Window => (_kernel, _stride, _padding);

    /// <summary>How the weights are drawn; the bias is always uniform in plus and minus 1 / sqrt(in channels x kernel x kernel).</summary>
    public Initializer WeightInitializer { get; init; } = Initializer.FanIn;

    /// <inheritdoc/>
    public override string Name => "Conv2d";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <inheritdoc/>
    public override string? Note
    {
        get
        {
            string window = string.Create(CultureInfo.InvariantCulture, $"{_kernel}x{_kernel}, stride {_stride}, padding {_padding}");
            if (_input is { IsConstant: true }) return $"{window}, once for all steps";
            return _sparse ? string.Create(CultureInfo.InvariantCulture, $"{window}, sum over spikes, {100 * _activity:F1} % active") : window;
        }
    }

    Signal<T>? ISynapses<T>.Arriving => _input;

    int ISynapses<T>.Outputs => OutputShape.Size;

    double ISynapses<T>.FanOut => _fanOut;

    /// <summary>Draws the weights, then the bias.</summary>
    public override void Initialize(ulong seed)
    {
        var random = new RandomStream(seed);
        int window = _kernel * _kernel;
        WeightInitializer.Fill(Weight, _inChannels * window, _outChannels * window, random);
        if (Bias is not null) Initializer.FanIn.Fill(Bias, _inChannels * window, _outChannels * window, random);
    }

    /// <inheritdoc/>
    public override Signal<T> Forward(Signal<T> input, bool training)
    {
        ArgumentNullException.ThrowIfNull(input);
        _input = input;
        Output.PrepareValues(input.Steps, input.Batch, input.IsConstant);
        _activity = input.Activity;
        _sparse = _spikeConvolution is not null && input.HasSpikes && _activity < SparseBelow;
        if (_sparse)
        {
            _spikes.ListByRow(input.MaskPointer, input.Rows, input.MaskStride, (int)Math.Ceiling(SparseBelow * input.Rows * input.Features));
            _spikeConvolution!.Forward(_spikes, Weight.ValuePointer, Weight.Stride, Bias is null ? null : Bias.ValuePointer, Output.ValuePointer, Output.Stride, Threads);
            return Output;
        }

        _convolution!.Forward(
            ImagesOf(input), Weight.ValuePointer, Weight.Stride, Bias is null ? null : Bias.ValuePointer, Output.ValuePointer, Output.Stride, Threads);
        return Output;
    }

    /// <inheritdoc/>
    public override Signal<T>? Backward(Signal<T> outputGradient)
    {
        ArgumentNullException.ThrowIfNull(outputGradient);
        var input = _input ?? throw new InvalidOperationException($"{Name}: Backward needs a Forward before it.");

        // The sum over steps of x(t) * g(t); where g is the same at every step, (the sum of x) * g.
        bool sameEachStep = outputGradient.IsConstant && !input.IsConstant;
        if (sameEachStep) input.SumOverSteps(_inputSum!);
        if (_sparse && !sameEachStep)
            _spikeConvolution!.WeightGradient(_spikes, outputGradient.ValuePointer, outputGradient.Stride, Weight.GradientPointer, Weight.Stride, Threads);
        else
            _convolution!.WeightGradient(
                ImagesOf(sameEachStep ? _inputSum! : input), outputGradient.ValuePointer, outputGradient.Stride, Weight.GradientPointer, Weight.Stride, Threads);
        if (Bias is not null) BiasGradient(Bias.Gradient, outputGradient, sameEachStep ? input.Steps : 1);
        if (!NeedsInputGradient) return null;

        InputGradient.PrepareValues(outputGradient.Steps, outputGradient.Batch, outputGradient.IsConstant);
        _convolution!.InputGradient(
            new ImageBatch<T>(outputGradient.ValuePointer, outputGradient.Stride, outputGradient.Rows),
            Weight.ValuePointer, Weight.Stride, InputGradient.ValuePointer, InputGradient.Stride, Threads);
        return InputGradient;
    }

    /// <inheritdoc/>
    protected override Shape InferOutput(Shape input)
    {
        var windows = ImageWindows.On(Name, input, _kernel, _stride, _padding);
        if (windows.Channels != _inChannels)
            throw new ShapeException($"{Name} takes {_inChannels} channels, but is given {input}, which has {windows.Channels}.");
        ConvolutionShape shape = new(_inChannels, windows.Height, windows.Width, _outChannels, _kernel, _stride, _padding);
        _convolution = new Convolution<T>(shape);
        _spikeConvolution = SpikeConvolution<T>.Takes(shape) ? new SpikeConvolution<T>(shape) : null;
        _inputSum = new Signal<T>(input);
        _fanOut = (double)windows.Connections * _outChannels / windows.Pixels;
        return new Shape(_outChannels, windows.OutHeight, windows.OutWidth);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _convolution?.Dispose();
            _spikeConvolution?.Dispose();
            _inputSum?.Dispose();
        }

        base.Dispose(disposing);
    }

    private static ImageBatch<T> ImagesOf(Signal<T> signal) => signal.HasSpikes
        ? new ImageBatch<T>(signal.MaskPointer, signal.MaskStride, signal.Rows)
        : new ImageBatch<T>(signal.ValuePointer, signal.Stride, signal.Rows);

    private void BiasGradient(Span<T> bias, Signal<T> gradient, int times)
    {
        int pixels = gradient.Features / _outChannels;
        for (int channel = 0; channel < _outChannels; channel++)
        {
            T sum = T.Zero;
            for (int row = 0; row < gradient.Rows; row++)
                sum += TensorPrimitives.Sum<T>(gradient.Values.Slice(row * gradient.Stride + channel * pixels, pixels));
            bias[channel] = sum * T.CreateChecked(times);
        }
    }
}
