using System;
using System.Globalization;
using System.IO;
using System.Linq;
using NeuronDsl.Data;
using Xunit;

namespace NeuronDsl.Tests.OnlineLearning.Speech;

public class MfccTests
{
    [Fact]
    public void Features_are_those_of_numpy_and_scipy()
    {
        string[] lines = File.ReadAllLines(Repository.At("Tests", "OnlineLearning", "Reference", "mfcc.csv"));
        float[] features = Mfcc.Compute(new AudioClip(Numbers(lines[0]), 16_000));
        float[] expected = [.. lines.Skip(1).SelectMany(Numbers)];
        Assert.Equal(expected.Length, features.Length);
        for (int k = 0; k < expected.Length; k++) Assert.True(Math.Abs(features[k] - expected[k]) <= 1e-5 * Math.Max(1, Math.Abs(expected[k])), $"value {k}: {features[k]} in place of {expected[k]}");
    }

    [Theory]
    [InlineData(399, 0), InlineData(400, 1), InlineData(559, 1), InlineData(560, 2), InlineData(16_000, 98)]
    public void Frames_are_whole(int samples, int frames) => Assert.Equal(frames, Mfcc.Frames(samples));

    [Fact]
    public void Another_rate_and_too_short_a_recording_are_refused()
    {
        Assert.Contains("8000", Assert.Throws<ArgumentException>(() => Mfcc.Compute(new AudioClip(new float[800], 8000))).Message, StringComparison.Ordinal);
        Assert.Contains("399", Assert.Throws<ArgumentException>(() => Mfcc.Compute(new AudioClip(new float[399], 16_000))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scaled_features_have_mean_0_and_deviation_1_where_they_were_measured()
    {
        float[] utterance = [1, 10, 2, 20, 3, 60];
        float[] scaled = FeatureScale.Measure([utterance], 2).Apply(utterance);
        for (int feature = 0; feature < 2; feature++)
        {
            float[] values = [scaled[feature], scaled[2 + feature], scaled[4 + feature]];
            Assert.Equal(0, values.Average(), 1e-6);
            Assert.Equal(1, values.Average(v => v * v), 1e-6);
        }
    }

    private static float[] Numbers(string line) => [.. line.Split(',').Select(n => float.Parse(n, CultureInfo.InvariantCulture))];
}
