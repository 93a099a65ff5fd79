using System.Linq;
using NeuronDsl.Data;

namespace NeuronDsl.Tests.Training;

/// <summary>Small data sets of random numbers.</summary>
internal static class TestData
{
    /// <summary>Features uniform in 0 .. 1, labels at random.</summary>
    public static Dataset Noise(int samples, int features, int classes, ulong seed = 1)
    {
        var random = new RandomStream(seed);
        return new Dataset(
            "Noise",
            features,
            [.. Enumerable.Range(0, samples * features).Select(_ => (float)random.NextDouble())],
            [.. Enumerable.Range(0, samples).Select(_ => random.NextInt32(classes))],
            classes);
    }
}
