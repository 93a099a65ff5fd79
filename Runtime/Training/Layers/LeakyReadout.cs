using System;
using System.Collections.Generic;
using System.Numerics;
using System.Numerics.Tensors;
using NeuronDsl.Data;
using NeuronDsl.Memory;

namespace NeuronDsl.Training;

/// <summary>
/// Leaky integrators that never fire and whose value is read, y(t) = decay y(t-1) + x(t) (Bellec et al., Nat. Commun. 11:3625, 2020, equation 8).
/// The decay may be learnt for each feature, as sigmoid(a).
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public class LeakyReadout<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _size;
    private readonly double _decay;
    private readonly Parameter<T>[] _parameters;
    private AlignedBuffer<T> _decays = new(0), _adjoint = new(0), _last = new(0);
    private Signal<T>? _input;
    private bool _ended, _goesOn;
    private int _batch;

    /// <summary>A layer of integrators.</summary>
    /// <param name="size">Features.</param>
    /// <param name="decay">What remains after a step, in [0, 1]; in between where it is learnt.</param>
    /// <param name="learnable">Whether each feature learns its own.</param>
    public LeakyReadout(int size, double decay = 0.9, bool learnable = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        if (!(learnable ? decay is > 0 and < 1 : decay is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(decay), decay, learnable ? "A decay that is learnt is between 0 and 1." : "A decay is 0 to 1.");
        (_size, _decay) = (size, decay);
        Logit = learnable ? new Parameter<T>("a", size) : null;
        _parameters = Logit is null ? [] : [Logit];
        Initialize(0);
    }

    /// <summary>a, [size], with decay = sigmoid(a); null if the decay is not learnt.</summary>
    public Parameter<T>? Logit { get; }

    /// <inheritdoc/>
    public override Shape? DeclaredInput => _size;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters => _parameters;

    /// <summary>The decay starts where it was declared; there is nothing random.</summary>
    public override void Initialize(ulong seed) => Logit?.Row(0).Fill(T.CreateTruncating(Math.Log(_decay / (1 - _decay))));

    /// <inheritdoc/>
    public override void ResetState() => _ended = false;

    /// <inheritdoc/>
    public override Signal<T> Forward(Signal<T> input, bool training)
    {
        ArgumentNullException.ThrowIfNull(input);
        _input = input;
        int stride = Output.Stride, length = input.Batch * stride;
        _goesOn = CarriesState && _ended;
        if (_goesOn && input.Batch != _batch)
            throw new ShapeException($"{Name} carries the states of {_batch} samples on, but is given {input.Batch}; reset its state first.");
        AlignedBuffer<T>.Grow(ref _last, length);
        if (_goesOn) Output.Values.Slice((Output.Steps - 1) * Output.TimeStride, length).CopyTo(_last.Span);
        else _last.Clear();
        (_ended, _batch) = (true, input.Batch);
        PrepareDecays(stride);
        Output.PrepareValues(input.Steps, input.Batch);
        Span<T> before = _last.Span[..length], x = input.Values, decays = _decays.Span;
        for (int step = 0; step < input.Steps; step++)
        {
            var y = Output.Values.Slice(step * length, length);
            for (int row = 0; row < length; row += stride)
                TensorPrimitives.MultiplyAdd(before.Slice(row, stride), decays, x.Slice(step * input.TimeStride + row, stride), y.Slice(row, stride));
            before = y;
        }

        return Output;
    }

    /// <inheritdoc/>
    public override Signal<T>? Backward(Signal<T> outputGradient)
    {
        ArgumentNullException.ThrowIfNull(outputGradient);
        var input = _input ?? throw new InvalidOperationException($"{Name}: Backward needs a Forward before it.");
        int stride = Output.Stride, length = input.Batch * stride;
        AlignedBuffer<T>.Grow(ref _adjoint, length);
        Span<T> adjoint = _adjoint.Span[..length], decays = _decays.Span;
        adjoint.Clear();
        Logit?.Gradient.Clear();
        InputGradient.PrepareValues(input.Steps, input.Batch, input.IsConstant);
        if (input.IsConstant) InputGradient.Values.Clear();
        for (int step = input.Steps - 1; step >= 0; step--)
        {
            var gradient = outputGradient.Values.Slice(step * outputGradient.TimeStride, length);
            for (int row = 0; row < length; row += stride)
                TensorPrimitives.MultiplyAdd(adjoint.Slice(row, stride), decays, gradient.Slice(row, stride), adjoint.Slice(row, stride));
            var target = InputGradient.Values.Slice(step * InputGradient.TimeStride, length);
            if (input.IsConstant) TensorPrimitives.Add(target, adjoint, target);
            else adjoint.CopyTo(target);
            if (Logit is null) continue;
            var before = step > 0 ? Output.Values.Slice((step - 1) * length, length) : _last.Span[..length];
            AddDecayGradient(Logit.Gradient, adjoint, before);
        }

        if (Logit is not null)
            for (int i = 0; i < _size; i++) Logit.Gradient[i] *= decays[i] * (T.One - decays[i]);
        return NeedsInputGradient ? InputGradient : null;
    }

    /// <inheritdoc/>
    protected override Shape InferOutput(Shape input) => _size;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _decays.Dispose();
            _adjoint.Dispose();
            _last.Dispose();
        }

        base.Dispose(disposing);
    }

    private void PrepareDecays(int stride)
    {
        AlignedBuffer<T>.Grow(ref _decays, stride);
        if (Logit is null) _decays.Span.Fill(T.CreateTruncating(_decay));
        else TensorPrimitives.Sigmoid<T>(Logit.Values, _decays.Span[..stride]);
    }

    private void AddDecayGradient(Span<T> gradient, ReadOnlySpan<T> adjoint, ReadOnlySpan<T> before)
    {
        for (int row = 0; row < adjoint.Length; row += gradient.Length)
            TensorPrimitives.MultiplyAdd(adjoint.Slice(row, gradient.Length), before.Slice(row, gradient.Length), gradient, gradient);
    }
}
