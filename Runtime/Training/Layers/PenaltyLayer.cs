using System;
using System.Numerics;
using NeuronDsl.Data;

namespace NeuronDsl.Training;

/// <summary>
/// Passes its input on, and in training adds a price of it to the loss: the price to what is reported, its gradient to the gradient that passes.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract class PenaltyLayer<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Signal<T>? _input;
    private double _penalty;
    private bool _active;

    private protected PenaltyLayer(double weight)
    {
        if (!(weight >= 0 && double.IsFinite(weight)))
            throw new ArgumentOutOfRangeException(nameof(weight), weight, "A penalty's weight is finite and at least 0.");
        Weight = weight;
    }

    /// <summary>What the price is multiplied with.</summary>
    public double Weight { get; }

    /// <inheritdoc/>
    public override double Penalty => _penalty;

    /// <inheritdoc/>
    public override Signal<T> Forward(Signal<T> input, bool training)
    {
        ArgumentNullException.ThrowIfNull(input);
        (_input, _active) = (input, training);
        _penalty = training ? Weight * Evaluate(input) : 0;
        return input;
    }

    /// <inheritdoc/>
    public override Signal<T>? Backward(Signal<T> outputGradient)
    {
        ArgumentNullException.ThrowIfNull(outputGradient);
        var output = _input ?? throw new InvalidOperationException($"{Name}: Backward needs a Forward before it.");
        if (!NeedsInputGradient) return null;
        if (!_active || Weight == 0) return outputGradient;
        InputGradient.PrepareValues(output.Steps, output.Batch, output.IsConstant);
        T weight = T.CreateTruncating(Weight);
        for (int row = 0; row < output.Rows; row++)
        {
            var target = InputGradient.Values.Slice(row * InputGradient.Stride, InputGradient.Stride);
            outputGradient.Values.Slice((int)outputGradient.RowOffset(row), target.Length).CopyTo(target);
            AddGradient(output, row, weight, target[..output.Features]);
        }

        return InputGradient;
    }

    /// <summary>The price of an output, before the weight.</summary>
    protected abstract double Evaluate(Signal<T> output);

    /// <summary>Adds the gradient of the price for one stored row.</summary>
    /// <param name="output">What was priced.</param>
    /// <param name="row">Which row, of [steps, batch].</param>
    /// <param name="weight">The weight.</param>
    /// <param name="gradient">[features].</param>
    protected abstract void AddGradient(Signal<T> output, int row, T weight, Span<T> gradient);

    /// <inheritdoc/>
    protected override Shape InferOutput(Shape input) => input;
}
