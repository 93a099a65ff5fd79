using System;
using System.Numerics;

namespace NeuronDsl.Training;

/// <summary>
/// Softmax cross-entropy in nats: log(sum of exp(y)) - sum of target y, with targets that sum to 1; its gradient is softmax(y) - target.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public class CrossEntropy<T> : Loss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override double Evaluate(ReadOnlySpan<T> outputs, ReadOnlySpan<T> target, Span<T> gradient)
    {
        // Shifted by the largest output, so that nothing overflows; classes are few, so plain double.
        double largest = double.NegativeInfinity;
        foreach (T output in outputs) largest = Math.Max(largest, double.CreateTruncating(output));
        double sum = 0;
        foreach (T output in outputs) sum += Math.Exp(double.CreateTruncating(output) - largest);
        double loss = Math.Log(sum);
        for (int i = 0; i < outputs.Length; i++)
        {
            double shifted = double.CreateTruncating(outputs[i]) - largest;
            gradient[i] = T.CreateTruncating(Math.Exp(shifted) / sum) - target[i];
            if (target[i] != T.Zero) loss -= double.CreateTruncating(target[i]) * shifted;
        }

        return loss;
    }
}
