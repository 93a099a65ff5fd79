using System;
using System.Numerics;
using System.Numerics.Tensors;
using NeuronDsl.Data;

namespace NeuronDsl.Training;

/// <summary>
/// Samples that are sequences already, [steps, features], as they are: frames of events, time series. Counts and other values are sent as numbers.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public class SequenceEncoder<T> : Encoder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>An encoder for sequences.</summary>
    /// <param name="steps">Time steps, the first length of the samples' shape.</param>
    public SequenceEncoder(int steps)
        : base(steps)
    {
    }

    /// <inheritdoc/>
    public override Shape ShapeOf(Shape sample) => FrameOf(sample, Steps);

    /// <summary>The shape of one step of a sequence.</summary>
    /// <exception cref="ShapeException">The samples are no sequences of so many steps.</exception>
    internal static Shape FrameOf(Shape sample, int steps)
    {
        ArgumentNullException.ThrowIfNull(sample);
        if (sample.Rank < 2 || sample[0] != steps)
            throw new ShapeException($"The encoder takes sequences of {steps} steps, {steps}x..., but the samples are {sample}.");
        Span<int> lengths = stackalloc int[sample.Rank - 1];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = sample[i + 1];
        return new Shape(lengths);
    }

    /// <inheritdoc/>
    protected override void Encode(Dataset data, ReadOnlySpan<int> samples, ulong draw, Signal<T> signal)
    {
        signal.PrepareValues(Steps, samples.Length);
        for (int i = 0; i < samples.Length; i++)
        {
            var features = data.Sample(samples[i]);
            for (int step = 0; step < Steps; step++)
                TensorPrimitives.ConvertTruncating(features.Slice(step * signal.Features, signal.Features), signal.Row(step, i));
        }
    }
}
