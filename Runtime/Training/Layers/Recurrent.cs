using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using NeuronDsl.Data;
using NeuronDsl.LinearAlgebra;
using NeuronDsl.Memory;

namespace NeuronDsl.Training;

/// <summary>
/// Recurrence within a layer of neurons: what each sent at the step before arrives, weighted, beside the layer's input,
/// x(t) + s(t-1) V. Forward and backward go step by step through time; the gradient is that of the whole unrolled network.
/// </summary>
/// <remarks>V is [from, to], so that a spike adds a row. At the first step nothing arrives, unless the layer carries its state on.</remarks>
/// <typeparam name="T">float or double.</typeparam>
public unsafe class Recurrent<T> : Layer<T>, ISynapses<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly NeuronLayer<T> _neurons;
    private readonly NeuronLayer<T>[] _inner;
    private readonly SpikeIndex _spikes = new();
    private readonly SpikeProduct<T> _spikeProduct = new();
    private Signal<T>? _current, _currentGradient, _input;
    private AlignedBuffer<T> _sent = new(0), _sentBefore = new(0);
    private bool _ended, _carried;
    private int _batchBefore;

    /// <summary>Recurrence around neurons, each to each.</summary>
    /// <param name="neurons">The neurons, with one fed port; the layer owns them from here on.</param>
    public Recurrent(NeuronLayer<T> neurons)
    {
        ArgumentNullException.ThrowIfNull(neurons);
        if (neurons.Ports.Count != 1)
            throw new ArgumentException(
                $"Recurrence needs neurons with one fed port, but {neurons.Name} has {string.Join(", ", neurons.Ports)}: choose one by ports.",
                nameof(neurons));
        _neurons = neurons;
        _inner = [neurons];
        Size = neurons.DeclaredInput!.Size;
        Weight = new Parameter<T>("recurrent", new Shape(Size, Size));
        Parameters = [Weight, .. neurons.Parameters];
        Initialize(0);
    }

    /// <summary>Neurons.</summary>
    public int Size { get; }

    /// <summary>V, [from, to].</summary>
    public Parameter<T> Weight { get; }

    /// <summary>How V is drawn; by default uniform in plus and minus 1 / sqrt(size).</summary>
    public Initializer WeightInitializer { get; init; } = Initializer.FanIn;

    /// <inheritdoc/>
    public override string Name => $"Recurrent {_neurons.Name}";

    /// <inheritdoc/>
    public override Shape? DeclaredInput => _neurons.DeclaredInput;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Layer<T>> Inner => _inner;

    /// <inheritdoc/>
    public override long SpikeCount => _neurons.SpikeCount;

    /// <inheritdoc/>
    public override string? Note => _input is null ? null : string.Create(CultureInfo.InvariantCulture, $"{_neurons.Note}, step by step");

    /// <inheritdoc/>
    public override int Threads
    {
        get => _neurons.Threads;
        set => _neurons.Threads = value;
    }

    /// <inheritdoc/>
    public override bool CarriesState
    {
        get => _neurons.CarriesState;
        set => _neurons.CarriesState = value;
    }

    /// <inheritdoc/>
    public override ulong Draw
    {
        get => _neurons.Draw;
        set => _neurons.Draw = value;
    }

    Signal<T>? ISynapses<T>.Arriving => _input is null ? null : _neurons.Output;

    int ISynapses<T>.Outputs => Size;

    double ISynapses<T>.FanOut => Size;

    /// <inheritdoc/>
    public override void ResetState()
    {
        _ended = false;
        _neurons.ResetState();
    }

    /// <summary>Draws V; what the neurons learn starts at the prototype's values.</summary>
    public override void Initialize(ulong seed)
    {
        WeightInitializer.Fill(Weight, Size, Size, new RandomStream(seed));
        _neurons.Initialize(seed);
    }

    /// <inheritdoc/>
    public override Signal<T> Forward(Signal<T> input, bool training)
    {
        ArgumentNullException.ThrowIfNull(input);
        _input = input;
        var (current, output) = (_current!, _neurons.Output);
        bool goesOn = CarriesState && _ended && _batchBefore == input.Batch;
        if (goesOn) KeepLastSent(output);
        current.PrepareValues(input.Steps, input.Batch);
        _neurons.BeginForwardSteps(input.Steps, input.Batch);
        int length = input.Batch * current.Stride;
        for (int step = 0; step < input.Steps; step++)
        {
            T* target = current.ValuePointer + (long)step * length;
            if (step > 0) Arrive(output, step - 1, target);
            else if (goesOn) Multiply(_sentBefore.Pointer, input.Batch, target);
            else new Span<T>(target, length).Clear();
            TensorPrimitives.Add(new Span<T>(target, length), input.Values.Slice(step * input.TimeStride, length), new Span<T>(target, length));
            _neurons.ForwardStep(step, current);
        }

        _neurons.EndForwardSteps();
        (_ended, _batchBefore) = (true, input.Batch);
        _carried = goesOn;
        return output;
    }

    /// <inheritdoc/>
    public override Signal<T>? Backward(Signal<T> outputGradient)
    {
        ArgumentNullException.ThrowIfNull(outputGradient);
        var input = _input ?? throw new InvalidOperationException($"{Name}: Backward needs a Forward before it.");
        var (current, gradient) = (_current!, _currentGradient!);
        int stride = current.Stride, length = input.Batch * stride;
        gradient.PrepareValues(input.Steps, input.Batch);
        AlignedBuffer<T>.Grow(ref _sent, length);
        _neurons.BeginBackwardSteps();
        for (int step = input.Steps - 1; step >= 0; step--)
        {
            // What was sent at this step went on to the next layer and, weighted, to the next step.
            outputGradient.Values.Slice(step * outputGradient.TimeStride, length).CopyTo(_sent.Span);
            if (step < input.Steps - 1)
                DenseProduct.Multiply(
                    new MatrixView<T>(gradient.ValuePointer + (long)(step + 1) * length, input.Batch, Size, stride),
                    new MatrixView<T>(Weight.ValuePointer, Size, Size, Weight.Stride).Transposed,
                    new MatrixView<T>(_sent.Pointer, input.Batch, Size, stride),
                    accumulate: true,
                    Threads);
            _neurons.BackwardStep(step, _sent.Pointer, current, gradient);
        }

        _neurons.EndBackwardSteps();
        for (int row = 0; row < gradient.Rows; row++) gradient.Values.Slice(row * stride + Size, stride - Size).Clear();
        WeightGradient(input, gradient);
        if (!NeedsInputGradient) return null;
        if (!input.IsConstant) return gradient;
        gradient.SumOverSteps(InputGradient);
        return InputGradient;
    }

    /// <inheritdoc/>
    protected override Shape InferOutput(Shape input)
    {
        (_current, _currentGradient) = (new Signal<T>(input), new Signal<T>(input));
        return _neurons.Connect(input);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _neurons.Dispose();
            _current?.Dispose();
            _currentGradient?.Dispose();
            _sent.Dispose();
            _sentBefore.Dispose();
        }

        base.Dispose(disposing);
    }

    // Only what has been written may be read: a signal of spikes would make numbers of all steps at once.
    private void Arrive(Signal<T> output, int step, T* target)
    {
        if (!output.HasSpikes)
        {
            Multiply(output.ValuePointer + (long)step * output.TimeStride, output.Batch, target);
            return;
        }

        _spikes.ListByRow(output.MaskPointer + step * output.MaskTimeStride, output.Batch, output.MaskStride, output.Batch * Size);
        _spikeProduct.Multiply(_spikes, Weight.ValuePointer, Size, null, target, output.Stride, Threads);
    }

    private void Multiply(T* sent, int batch, T* target) => DenseProduct.Multiply(
        new MatrixView<T>(sent, batch, Size, Weight.Stride),
        new MatrixView<T>(Weight.ValuePointer, Size, Weight.Stride, Weight.Stride),
        new MatrixView<T>(target, batch, Weight.Stride, Weight.Stride),
        accumulate: false,
        Threads);

    // The sum over the steps of s(t-1)' dx(t); the steps lie one after the other, so it is one product, shifted by a step.
    private void WeightGradient(Signal<T> input, Signal<T> gradient)
    {
        int batch = input.Batch, stride = Weight.Stride, rows = (input.Steps - 1) * batch;
        if (rows == 0) Weight.Gradient.Clear();
        else
            Gemm.Multiply(
                new MatrixView<T>(_neurons.Output.ValuePointer, rows, Size, stride).Transposed,
                new MatrixView<T>(gradient.ValuePointer + (long)batch * stride, rows, stride, stride),
                new MatrixView<T>(Weight.GradientPointer, Size, stride, stride),
                accumulate: false,
                Threads);
        if (!_carried) return;
        Gemm.Multiply(
            new MatrixView<T>(_sentBefore.Pointer, batch, Size, stride).Transposed,
            new MatrixView<T>(gradient.ValuePointer, batch, stride, stride),
            new MatrixView<T>(Weight.GradientPointer, Size, stride, stride),
            accumulate: true,
            Threads);
    }

    private void KeepLastSent(Signal<T> output)
    {
        int length = output.Batch * output.Stride;
        AlignedBuffer<T>.Grow(ref _sentBefore, length);
        output.Values.Slice((output.Steps - 1) * length, length).CopyTo(_sentBefore.Span);
    }
}
