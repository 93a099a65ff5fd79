using System;
using System.Numerics;

namespace NeuronDsl.Training;

/// <summary>Softmax cross-entropy in nats: log(sum of exp(m)) - m[label]; its gradient is softmax(m) - one-hot.</summary>
/// <typeparam name="T">float or double.</typeparam>
public class CrossEntropy<T> : Loss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override double Evaluate(ReadOnlySpan<T> means, int label, Span<T> gradient)
    {
        // Shifted by the largest mean, so that nothing overflows; classes are few, so plain double.
        double largest = double.NegativeInfinity;
        foreach (T mean in means) largest = Math.Max(largest, double.CreateTruncating(mean));
        double sum = 0;
        foreach (T mean in means) sum += Math.Exp(double.CreateTruncating(mean) - largest);
        for (int i = 0; i < means.Length; i++) gradient[i] = T.CreateTruncating(Math.Exp(double.CreateTruncating(means[i]) - largest) / sum);
        gradient[label] -= T.One;
        return Math.Log(sum) + largest - double.CreateTruncating(means[label]);
    }
}
