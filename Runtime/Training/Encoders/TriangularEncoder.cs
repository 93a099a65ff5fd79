using System;
using System.Numerics;
using NeuronDsl.Data;

namespace NeuronDsl.Training;

/// <summary>
/// A value as a run of spikes from the first step on, the longer the larger it is: x in [lower, upper] becomes k = round(steps (x - lower) /
/// (upper - lower)) spikes at steps 0 .. k - 1. Values in ascending order are the rows of a triangular matrix (Kahana et al.,
/// arXiv:2205.10130; De Florio et al., arXiv:2401.00369).
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public class TriangularEncoder<T> : Encoder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double _lower, _upper;

    /// <summary>A triangular encoder.</summary>
    /// <param name="steps">Time steps, and the resolution.</param>
    /// <param name="lower">This value and smaller ones do not spike.</param>
    /// <param name="upper">This value and larger ones spike at every step.</param>
    public TriangularEncoder(int steps, double lower = 0, double upper = 1)
        : base(steps)
    {
        if (!(lower < upper && double.IsFinite(upper - lower)))
            throw new ArgumentOutOfRangeException(nameof(upper), upper, $"The upper end of the range is finite and above the lower one, {lower}.");
        (_lower, _upper) = (lower, upper);
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
                double share = Math.Clamp((features[feature] - _lower) / (_upper - _lower), 0, 1);
                for (int step = (int)Math.Round(share * Steps) - 1; step >= 0; step--) signal.SetSpike(step, i, feature);
            }
        }
    }
}
