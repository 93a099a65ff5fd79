using System;
using System.Numerics;

namespace NeuronDsl.Training;

/// <summary>Mean over the classes of (m - one-hot) squared: asks the right class to spike at every step and the others never.</summary>
/// <typeparam name="T">float or double.</typeparam>
public class MeanSquaredError<T> : Loss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override double Evaluate(ReadOnlySpan<T> means, int label, Span<T> gradient)
    {
        double total = 0;
        for (int i = 0; i < means.Length; i++)
        {
            double error = double.CreateTruncating(means[i]) - (i == label ? 1 : 0);
            total += error * error;
            gradient[i] = T.CreateTruncating(2 * error / means.Length);
        }

        return total / means.Length;
    }
}
