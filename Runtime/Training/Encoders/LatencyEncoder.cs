using System;
using System.Numerics;
using NeuronDsl.Data;

namespace NeuronDsl.Training;

/// <summary>
/// Each feature spikes once, the sooner the larger it is: 1 and above at the first step, just above the threshold at the last, at step
/// round((1 - x) (steps - 1)); at or below the threshold not at all (linear time to first spike).
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public class LatencyEncoder<T> : Encoder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly float _threshold;

    /// <summary>A latency encoder.</summary>
    /// <param name="steps">Time steps.</param>
    /// <param name="threshold">Features at or below do not spike.</param>
    public LatencyEncoder(int steps, double threshold = 0)
        : base(steps)
    {
        if (!double.IsFinite(threshold)) throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "A threshold is finite.");
        _threshold = (float)threshold;
    }

    /// <inheritdoc/>
    protected override void Encode(Dataset data, ReadOnlySpan<int> samples, ulong draw, Signal<T> signal)
    {
        signal.PrepareSpikes(Steps, samples.Length);
        signal.SpikeMasks.Clear();
        for (int i = 0; i < samples.Length; i++)
        {
            var features = data.Sample(samples[i]);
            for (int feature = 0; feature < features.Length; feature++)
            {
                if (features[feature] <= _threshold) continue;
                double late = (1 - Math.Clamp(features[feature], 0f, 1f)) * (Steps - 1);
                signal.SetSpike((int)Math.Round(late), i, feature);
            }
        }
    }
}
