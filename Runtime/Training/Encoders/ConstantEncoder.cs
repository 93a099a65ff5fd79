using System;
using System.Numerics;
using System.Numerics.Tensors;
using NeuronDsl.Data;

namespace NeuronDsl.Training;

/// <summary>The features themselves as a current that stays the same over all steps: a constant signal.</summary>
/// <param name="steps">Time steps.</param>
/// <typeparam name="T">float or double.</typeparam>
public class ConstantEncoder<T>(int steps) : Encoder<T>(steps)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override void Encode(Dataset data, ReadOnlySpan<int> samples, ulong draw, Signal<T> signal)
    {
        signal.PrepareValues(Steps, samples.Length, constant: true);
        for (int i = 0; i < samples.Length; i++) TensorPrimitives.ConvertTruncating(data.Sample(samples[i]), signal.Row(0, i));
    }
}
