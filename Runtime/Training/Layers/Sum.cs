using System;
using System.Numerics;
using System.Numerics.Tensors;
using NeuronDsl.Data;

namespace NeuronDsl.Training;

/// <summary>Branches that all take the input, and whose outputs add up.</summary>
/// <typeparam name="T">float or double.</typeparam>
public class Sum<T> : BranchedLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Signal<T>[] _outputs;
    private readonly Signal<T>?[] _gradients;
    private Signal<T>? _input, _gradientSum;

    /// <summary>A sum of branches.</summary>
    /// <param name="branches">The branches, each appearing once; a branch of several layers is a <see cref="Sequential{T}"/>.</param>
    public Sum(params Layer<T>[] branches)
        : base(branches) => (_outputs, _gradients) = (new Signal<T>[branches.Length], new Signal<T>?[branches.Length]);

    /// <inheritdoc/>
    public override string Name => "Sum";

    /// <inheritdoc/>
    public override Signal<T> Forward(Signal<T> input, bool training)
    {
        ArgumentNullException.ThrowIfNull(input);
        _input = input;
        for (int i = 0; i < Inner.Count; i++) _outputs[i] = Inner[i].Forward(input, training);
        bool constant = true;
        foreach (var output in _outputs) constant &= output.IsConstant;
        Output.PrepareValues(input.Steps, input.Batch, constant);
        Output.Values.Clear();
        foreach (var output in _outputs) AddTo(Output, output);
        return Output;
    }

    /// <inheritdoc/>
    public override Signal<T>? Backward(Signal<T> outputGradient)
    {
        ArgumentNullException.ThrowIfNull(outputGradient);
        if (_input is null) throw new InvalidOperationException($"{Name}: Backward needs a Forward before it.");
        bool constant = true;
        for (int i = 0; i < Inner.Count; i++)
        {
            // A branch whose output is constant in a sum that varies sees the sum over the steps.
            bool sum = _outputs[i].IsConstant && !Output.IsConstant;
            if (sum) outputGradient.SumOverSteps(_gradientSum!);
            _gradients[i] = Inner[i].Backward(sum ? _gradientSum! : outputGradient);
            constant &= _gradients[i] is null or { IsConstant: true };
        }

        if (!NeedsInputGradient) return null;
        InputGradient.PrepareValues(_input.Steps, _input.Batch, constant);
        InputGradient.Values.Clear();
        foreach (var gradient in _gradients)
            AddTo(InputGradient, gradient ?? throw new InvalidOperationException($"A branch of {Name} returned no gradient."));
        return InputGradient;
    }

    /// <inheritdoc/>
    protected override Shape InferOutput(Shape input)
    {
        Shape shape = base.InferOutput(input);
        _gradientSum = new Signal<T>(shape);
        return shape;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _gradientSum?.Dispose();
        base.Dispose(disposing);
    }

    private static void AddTo(Signal<T> sum, Signal<T> addend)
    {
        int length = sum.Batch * sum.Stride;
        for (int step = 0; step < sum.StoredSteps; step++)
        {
            var target = sum.Values.Slice(step * length, length);
            TensorPrimitives.Add(target, addend.Values.Slice(step * addend.TimeStride, length), target);
        }
    }
}
