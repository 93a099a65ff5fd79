using System.Numerics;
using NeuronDsl.Data;

namespace NeuronDsl.Training;

/// <summary>Passes its input on: the short way past a residual block.</summary>
/// <typeparam name="T">float or double.</typeparam>
public class Identity<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override Signal<T> Forward(Signal<T> input, bool training) => input;

    /// <inheritdoc/>
    public override Signal<T>? Backward(Signal<T> outputGradient) => NeedsInputGradient ? outputGradient : null;

    /// <inheritdoc/>
    protected override Shape InferOutput(Shape input) => input;
}
