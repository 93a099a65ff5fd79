using System;
using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;

namespace NeuronDsl.Training;

/// <summary>
/// Adds to the loss what the neurons before it send: weight times the mean over steps, samples and features of |y|, which for spikes is their share
/// (the spiking loss function of Garg and Chakraborty, arXiv:2311.09267). It passes its input on.
/// </summary>
/// <remarks>Where neurons send numbers, the penalty is on their magnitude; to count their spikes, put it on the spikes of a <see cref="Product{T}"/>.</remarks>
/// <typeparam name="T">float or double.</typeparam>
public class ActivityPenalty<T> : PenaltyLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A penalty.</summary>
    /// <param name="weight">What a spike of every neuron at every step costs; at least 0.</param>
    public ActivityPenalty(double weight)
        : base(weight)
    {
    }

    /// <inheritdoc/>
    public override string? Note => string.Create(CultureInfo.InvariantCulture, $"{Weight} x mean activity");

    /// <inheritdoc/>
    protected override double Evaluate(Signal<T> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (output.HasSpikes) return output.Activity;
        double sum = 0;
        for (int row = 0; row < output.Rows; row++)
            sum += double.CreateTruncating(TensorPrimitives.SumOfMagnitudes<T>(output.Values.Slice(row * output.Stride, output.Features)));
        return sum / ((double)output.Rows * output.Features);
    }

    /// <inheritdoc/>
    protected override void AddGradient(Signal<T> output, int row, T weight, Span<T> gradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        T share = weight / T.CreateChecked((long)output.Rows * output.Features);
        if (output.HasSpikes)
        {
            TensorPrimitives.Add(gradient, share, gradient);
            return;
        }

        var values = output.Values.Slice(row * output.Stride, output.Features);
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] != T.Zero) gradient[i] += T.CopySign(share, values[i]);
        }
    }
}
