using System;
using System.Numerics;
using NeuronDsl.Data;

namespace NeuronDsl.Training;

/// <summary>Calls an image a row of features; the values stay where they are. Flat layers do not need it, it says what is meant.</summary>
/// <typeparam name="T">float or double.</typeparam>
public class Flatten<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override Signal<T> Forward(Signal<T> input, bool training) => input;

    /// <inheritdoc/>
    public override Signal<T>? Backward(Signal<T> outputGradient) => NeedsInputGradient ? outputGradient : null;

    /// <inheritdoc/>
    protected override Shape InferOutput(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Size;
    }
}
