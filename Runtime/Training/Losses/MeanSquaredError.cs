using System;
using System.Numerics;

namespace NeuronDsl.Training;

/// <summary>
/// Mean over the outputs of (y - target) squared. For spikes and a class it asks the right neuron to spike at every step and the others never.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public class MeanSquaredError<T> : Loss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override double Evaluate(ReadOnlySpan<T> outputs, ReadOnlySpan<T> target, Span<T> gradient)
    {
        double total = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            double error = double.CreateTruncating(outputs[i]) - double.CreateTruncating(target[i]);
            total += error * error;
            gradient[i] = T.CreateTruncating(2 * error / outputs.Length);
        }

        return total / outputs.Length;
    }
}
