using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using NeuronDsl.Data;
using NeuronDsl.LinearAlgebra;

namespace NeuronDsl.Training;

/// <summary>
/// All inputs to all outputs, y = x W + b, at every step. Weights are [in, out], so that a spike adds a row. It does no more work than its
/// input asks for: a constant input is multiplied once and gives a constant output, and spikes below 35 % are summed instead of multiplied.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public class Linear<T> : Layer<T>, ISynapses<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The share of ones below which summing rows beats the dense product, forwards and for the weights' gradient alike.</summary>
    internal const double SparseBelow = 0.35;

    private readonly int _inputs, _outputs;
    private readonly SpikeIndex _spikesByRow = new(), _spikesByColumn = new();
    private readonly SpikeProduct<T> _spikeProduct = new();
    private readonly SpikeScatter<T> _spikeScatter = new();
    private readonly SpikeTable<T> _spikeTable = new();
    private readonly Signal<T> _inputSum;
    private Signal<T>? _input;
    private double _activity;
    private bool _sparse, _looksUp;

    /// <summary>A layer of zeros, until the network initialises it.</summary>
    /// <param name="inputs">Features in.</param>
    /// <param name="outputs">Features out.</param>
    /// <param name="bias">Whether there is a b.</param>
    public Linear(int inputs, int outputs, bool bias = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        (_inputs, _outputs) = (inputs, outputs);
        Weight = new Parameter<T>("weight", new Shape(inputs, outputs));
        Bias = bias ? new Parameter<T>("bias", outputs) : null;
        Parameters = Bias is null ? [Weight] : [Weight, Bias];
        _inputSum = new Signal<T>(inputs);
    }

    /// <summary>W, [in, out].</summary>
    public Parameter<T> Weight { get; }

    /// <summary>b, [out]; null if there is none.</summary>
    public Parameter<T>? Bias { get; }

    /// <summary>How the weights are drawn; the bias is always uniform in plus and minus 1 / sqrt(in).</summary>
    public Initializer WeightInitializer { get; init; } = Initializer.FanIn;

    /// <inheritdoc/>
    public override string Name => "Linear";

    /// <inheritdoc/>
    public override Shape? DeclaredInput => _inputs;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <inheritdoc/>
    public override string? Note => _input switch
    {
        null => null,
        { IsConstant: true } => $"{Dense}, once for all steps",
        _ when _looksUp => "sums of spikes, looked up",
        _ when _sparse => string.Create(CultureInfo.InvariantCulture, $"sum over spikes, {100 * _activity:F1} % active"),
        _ => Dense,
    };

    private string Dense => DenseProduct.IsNative(_input!.Rows) ? "dense product by OpenBLAS" : "dense product";

    Signal<T>? ISynapses<T>.Arriving => _input;

    int ISynapses<T>.Outputs => _outputs;

    double ISynapses<T>.FanOut => _outputs;

    /// <summary>Draws the weights, then the bias.</summary>
    public override void Initialize(ulong seed)
    {
        var random = new RandomStream(seed);
        WeightInitializer.Fill(Weight, _inputs, _outputs, random);
        if (Bias is not null) Initializer.FanIn.Fill(Bias, _inputs, _outputs, random);
    }

    /// <inheritdoc/>
    public override unsafe Signal<T> Forward(Signal<T> input, bool training)
    {
        _input = input;
        Output.PrepareValues(input.Steps, input.Batch, input.IsConstant);
        int stride = Output.Stride;
        _activity = input.Activity;
        _sparse = input.HasSpikes && _activity < SparseBelow;
        _looksUp = input.HasSpikes && SpikeTable<T>.Suits(input.Rows, _inputs, stride);
        if (_looksUp)
        {
            _spikeTable.Multiply(
                input.MaskPointer, input.Rows, input.MaskStride, Weight.ValuePointer, _inputs, Bias is null ? null : Bias.ValuePointer, Output.ValuePointer, Threads);
            return Output;
        }

        if (_sparse)
        {
            int mostSpikes = (int)Math.Ceiling(SparseBelow * input.Rows * _inputs);
            _spikesByRow.ListByRow(input.MaskPointer, input.Rows, input.MaskStride, mostSpikes);
            _spikeProduct.Multiply(_spikesByRow, Weight.ValuePointer, _inputs, Bias is null ? null : Bias.ValuePointer, Output.ValuePointer, stride, Threads);
            return Output;
        }

        if (Bias is not null)
            for (int row = 0; row < Output.Rows; row++) Bias.Values.CopyTo(Output.Values.Slice(row * stride, stride));
        DenseProduct.Multiply(
            new MatrixView<T>(input.ValuePointer, input.Rows, _inputs, input.Stride),
            new MatrixView<T>(Weight.ValuePointer, _inputs, stride, stride),
            new MatrixView<T>(Output.ValuePointer, Output.Rows, stride, stride),
            accumulate: Bias is not null,
            Threads);
        return Output;
    }

    /// <inheritdoc/>
    public override Signal<T>? Backward(Signal<T> outputGradient)
    {
        var input = _input ?? throw new InvalidOperationException($"{Name}: Backward needs a Forward before it.");
        bool sameEachStep = outputGradient.IsConstant && !input.IsConstant;
        WeightGradient(input, outputGradient, sameEachStep);
        if (Bias is not null) BiasGradient(Bias.Gradient, outputGradient, sameEachStep ? input.Steps : 1);
        return NeedsInputGradient ? GradientOfInput(outputGradient) : null;
    }

    /// <inheritdoc/>
    protected override Shape InferOutput(Shape input) => _outputs;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _inputSum.Dispose();
        base.Dispose(disposing);
    }

    // The sum over steps of x(t)' g(t); where g is the same at every step, (the sum of x)' g.
    private unsafe void WeightGradient(Signal<T> input, Signal<T> gradient, bool sameEachStep)
    {
        int stride = gradient.Stride;
        if (_looksUp && !sameEachStep)
        {
            _spikeTable.MultiplyTransposed(input.MaskPointer, input.Rows, input.MaskStride, _inputs, gradient.ValuePointer, Weight.GradientPointer, Threads);
            return;
        }

        if (_sparse && !sameEachStep)
        {
            if (stride <= SpikeScatter<T>.MaxStride)
            {
                _spikeScatter.Multiply(
                    input.MaskPointer, input.Rows, input.MaskStride, _inputs, gradient.ValuePointer, Weight.GradientPointer, stride, Threads);
                return;
            }

            _spikesByColumn.ListByColumn(_spikesByRow, _inputs);
            _spikeProduct.Multiply(_spikesByColumn, gradient.ValuePointer, gradient.Rows, null, Weight.GradientPointer, stride, Threads);
            return;
        }

        if (sameEachStep) input.SumOverSteps(_inputSum);
        var factor = sameEachStep ? _inputSum : input;
        DenseProduct.Multiply(
            new MatrixView<T>(factor.ValuePointer, factor.Rows, _inputs, factor.Stride).Transposed,
            new MatrixView<T>(gradient.ValuePointer, gradient.Rows, stride, stride),
            new MatrixView<T>(Weight.GradientPointer, _inputs, stride, stride),
            accumulate: false,
            Threads);
    }

    private static void BiasGradient(Span<T> bias, Signal<T> gradient, int times)
    {
        bias.Clear();
        for (int row = 0; row < gradient.Rows; row++)
            TensorPrimitives.Add(bias, gradient.Values.Slice(row * gradient.Stride, gradient.Stride), bias);
        if (times != 1) TensorPrimitives.Multiply(bias, T.CreateChecked(times), bias);
    }

    private unsafe Signal<T> GradientOfInput(Signal<T> gradient)
    {
        InputGradient.PrepareValues(gradient.Steps, gradient.Batch, gradient.IsConstant);
        DenseProduct.Multiply(
            new MatrixView<T>(gradient.ValuePointer, gradient.Rows, _outputs, gradient.Stride),
            new MatrixView<T>(Weight.ValuePointer, _inputs, _outputs, Weight.Stride).Transposed,
            new MatrixView<T>(InputGradient.ValuePointer, gradient.Rows, _inputs, InputGradient.Stride),
            accumulate: false,
            Threads);
        return InputGradient;
    }
}
