using System;
using System.Numerics;
using System.Numerics.Tensors;
using NeuronDsl.Data;

namespace NeuronDsl.Training;

/// <summary>
/// Two branches that both take the input, and whose outputs are multiplied, feature by feature: spikes that let a value through or not
/// (a variable spiking neuron, arXiv:2311.09267, is a spiking branch and an <see cref="Identity{T}"/>).
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public class Product<T> : BranchedLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Signal<T>[] _outputs = new Signal<T>[2], _branchGradients = new Signal<T>[2];
    private Signal<T>? _input, _sum;

    /// <summary>A product.</summary>
    /// <param name="first">One factor.</param>
    /// <param name="second">The other.</param>
    public Product(Layer<T> first, Layer<T> second)
        : base([first, second])
    {
    }

    /// <inheritdoc/>
    public override string Name => "Product";

    /// <inheritdoc/>
    public override Signal<T> Forward(Signal<T> input, bool training)
    {
        ArgumentNullException.ThrowIfNull(input);
        _input = input;
        for (int i = 0; i < _outputs.Length; i++) _outputs[i] = Inner[i].Forward(input, training);
        Output.PrepareValues(input.Steps, input.Batch, _outputs[0].IsConstant && _outputs[1].IsConstant);
        int length = Output.Batch * Output.Stride;
        for (int step = 0; step < Output.StoredSteps; step++)
            TensorPrimitives.Multiply(Step(_outputs[0], step, length), Step(_outputs[1], step, length), Step(Output, step, length));
        return Output;
    }

    /// <inheritdoc/>
    public override Signal<T>? Backward(Signal<T> outputGradient)
    {
        ArgumentNullException.ThrowIfNull(outputGradient);
        var input = _input ?? throw new InvalidOperationException($"{Name}: Backward needs a Forward before it.");
        int length = Output.Batch * Output.Stride;
        for (int branch = 0; branch < _outputs.Length; branch++)
        {
            var gradient = _branchGradients[branch];
            gradient.PrepareValues(input.Steps, input.Batch, Output.IsConstant);
            for (int step = 0; step < gradient.StoredSteps; step++)
                TensorPrimitives.Multiply(Step(outputGradient, step, length), Step(_outputs[1 - branch], step, length), Step(gradient, step, length));
        }

        // A branch whose output is constant in a product that varies sees the sum over the steps.
        Signal<T>? first = BackwardBranch(0), second = BackwardBranch(1);
        if (!NeedsInputGradient) return null;
        if (first is null || second is null) throw new InvalidOperationException($"A branch of {Name} returned no gradient.");
        InputGradient.PrepareValues(input.Steps, input.Batch, first.IsConstant && second.IsConstant);
        for (int step = 0; step < InputGradient.StoredSteps; step++)
            TensorPrimitives.Add(Step(first, step, length = input.Batch * InputGradient.Stride), Step(second, step, length), Step(InputGradient, step, length));
        return InputGradient;
    }

    /// <inheritdoc/>
    protected override Shape InferOutput(Shape input)
    {
        Shape shape = base.InferOutput(input);
        for (int i = 0; i < _branchGradients.Length; i++) _branchGradients[i] = new Signal<T>(shape);
        _sum = new Signal<T>(shape);
        return shape;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var gradient in _branchGradients) gradient?.Dispose();
            _sum?.Dispose();
        }

        base.Dispose(disposing);
    }

    private Signal<T>? BackwardBranch(int branch)
    {
        var gradient = _branchGradients[branch];
        if (!_outputs[branch].IsConstant || gradient.IsConstant) return Inner[branch].Backward(gradient);
        gradient.SumOverSteps(_sum!);
        return Inner[branch].Backward(_sum!);
    }

    private static Span<T> Step(Signal<T> signal, int step, int length) => signal.Values.Slice(step * signal.TimeStride, length);
}
