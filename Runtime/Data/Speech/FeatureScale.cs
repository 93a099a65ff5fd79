using System;
using System.Collections.Generic;

namespace NeuronDsl.Data;

/// <summary>Brings every feature to mean 0 and standard deviation 1, as measured on the training set.</summary>
public sealed class FeatureScale
{
    private readonly double[] _means, _deviations;

    private FeatureScale(double[] means, double[] deviations) => (_means, _deviations) = (means, deviations);

    /// <summary>Measures features.</summary>
    /// <param name="utterances">[frames, features] each.</param>
    /// <param name="features">Features of a frame.</param>
    /// <exception cref="ArgumentException">There is no frame, or not a whole number of them.</exception>
    public static FeatureScale Measure(IEnumerable<float[]> utterances, int features)
    {
        ArgumentNullException.ThrowIfNull(utterances);
        double[] sums = new double[features], squares = new double[features];
        long frames = 0;
        foreach (float[] utterance in utterances)
        {
            frames += Frames(utterance, features);
            for (int k = 0; k < utterance.Length; k++)
            {
                sums[k % features] += utterance[k];
                squares[k % features] += (double)utterance[k] * utterance[k];
            }
        }

        if (frames == 0) throw new ArgumentException("There is no frame to measure.", nameof(utterances));
        double[] deviations = new double[features];
        for (int k = 0; k < features; k++)
        {
            sums[k] /= frames;
            deviations[k] = Math.Sqrt(Math.Max(0, (squares[k] / frames) - (sums[k] * sums[k])));
            if (deviations[k] == 0) deviations[k] = 1;
        }

        return new FeatureScale(sums, deviations);
    }

    /// <summary>The scaled features of an utterance, [frames, features].</summary>
    /// <exception cref="ArgumentException">It has not a whole number of frames.</exception>
    public float[] Apply(float[] utterance)
    {
        ArgumentNullException.ThrowIfNull(utterance);
        _ = Frames(utterance, _means.Length);
        float[] scaled = new float[utterance.Length];
        for (int k = 0; k < scaled.Length; k++) scaled[k] = (float)((utterance[k] - _means[k % _means.Length]) / _deviations[k % _means.Length]);
        return scaled;
    }

    private static int Frames(float[] utterance, int features) => utterance.Length % features == 0
        ? utterance.Length / features
        : throw new ArgumentException($"Frames have {features} features, but an utterance has {utterance.Length} values.", nameof(utterance));
}
