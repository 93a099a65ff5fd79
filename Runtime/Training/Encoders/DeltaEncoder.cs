using System;
using System.Numerics;
using NeuronDsl.Data;

namespace NeuronDsl.Training;

/// <summary>
/// Changes of sequences [steps, features]: a feature spikes on its up channel when it is a threshold above the level last sent, on its down
/// channel when it is as much below; the level then follows by one threshold a step (send on delta, asynchronous delta modulation). The up channels
/// come first: [2, features].
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public class DeltaEncoder<T> : Encoder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly float _threshold;

    /// <summary>A delta encoder. The level starts at the first value, so the first step is silent.</summary>
    /// <param name="steps">Time steps, the first length of the samples' shape.</param>
    /// <param name="threshold">A change that is sent, above 0.</param>
    public DeltaEncoder(int steps, double threshold)
        : base(steps)
    {
        if (!(threshold > 0 && double.IsFinite(threshold))) throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "A threshold is finite and above 0.");
        _threshold = (float)threshold;
    }

    /// <inheritdoc/>
    public override Shape ShapeOf(Shape sample) => new(2, SequenceEncoder<T>.FrameOf(sample, Steps).Size);

    /// <inheritdoc/>
    protected override void Encode(Dataset data, ReadOnlySpan<int> samples, ulong draw, Signal<T> signal)
    {
        signal.PrepareSpikes(Steps, samples.Length);
        signal.SpikeMasks.Clear();
        int features = signal.Features / 2;
        for (int i = 0; i < samples.Length; i++)
        {
            var sequence = data.Sample(samples[i]);
            for (int feature = 0; feature < features; feature++)
            {
                float level = sequence[feature];
                for (int step = 1; step < Steps; step++)
                {
                    float change = sequence[step * features + feature] - level;
                    if (Math.Abs(change) < _threshold) continue;
                    bool up = change > 0;
                    level += up ? _threshold : -_threshold;
                    signal.SetSpike(step, i, up ? feature : features + feature);
                }
            }
        }
    }
}
