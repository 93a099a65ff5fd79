using System;
using System.Linq;
using NeuronDsl.Data;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Layers;

public class EncoderTests
{
    [Fact]
    public void Latencies_shorten_as_features_grow()
    {
        using var encoder = new LatencyEncoder(5, threshold: 0.1);
        var signal = encoder.Encode(Data(6, [1, 0.75f, 0.5f, 0.11f, 0.1f, 2]), [0]);
        Assert.Equal([[0], [1], [2], [4], [], [0]], Enumerable.Range(0, 6).Select(feature => Steps(signal, feature)));
    }

    [Fact]
    public void Sorted_values_become_a_triangle()
    {
        using var encoder = new TriangularEncoder(4, lower: -1, upper: 1);
        var data = new Dataset("line", 1, [-1, -0.5f, 0, 0.5f, 1], [0, 0, 0, 0, 0], 1);
        var signal = encoder.Encode(data, [0, 1, 2, 3, 4]);
        for (int sample = 0; sample < 5; sample++)
            Assert.Equal(
                Enumerable.Range(0, 4).Select(step => step < sample ? 1f : 0f), Enumerable.Range(0, 4).Select(step => signal.Row(step, sample)[0]));
    }

    [Fact]
    public void Changes_are_sent_when_they_reach_the_threshold_up_and_down_apart()
    {
        // Two features over six steps.
        float[] sequence = [0, 1, 0.9f, 1, 1.1f, 0.4f, 3, -0.1f, 3, -0.1f, 3, 5];
        using var encoder = new DeltaEncoder(6, threshold: 1);
        var data = new Dataset("series", new Shape(6, 2), sequence, [0], 1);
        var signal = encoder.Encode(data, [0]);
        Assert.Equal(new Shape(2, 2), signal.Shape);
        Assert.Equal([[2, 3, 4], [5], [], [3]], Enumerable.Range(0, 4).Select(feature => Steps(signal, feature)));
    }

    [Fact]
    public void Sequences_are_sent_as_they_are()
    {
        using var encoder = new SequenceEncoder(3);
        var data = new Dataset("frames", new Shape(3, 2, 2), [.. Enumerable.Range(0, 24).Select(i => (float)i)], [0, 0], 1);
        var signal = encoder.Encode(data, [1, 0]);
        Assert.Equal(new Shape(2, 2), signal.Shape);
        Assert.Equal([16, 17, 18, 19], signal.Row(1, 0).ToArray());
        Assert.Equal([8, 9, 10, 11], signal.Row(2, 1).ToArray());
    }

    [Fact]
    public void Samples_that_are_no_such_sequences_are_refused()
    {
        using var encoder = new SequenceEncoder(4);
        var data = new Dataset("frames", new Shape(3, 2), new float[6], [0], 1);
        Assert.Contains(
            "sequences of 4 steps, 4x..., but the samples are 3x2",
            Assert.Throws<ShapeException>(() => encoder.Encode(data, [0])).Message,
            StringComparison.Ordinal);
    }

    private static Dataset Data(int features, float[] values) => new("values", features, values, [0], 1);

    private static int[] Steps(Signal<float> signal, int feature) =>
        [.. Enumerable.Range(0, signal.Steps).Where(step => signal.Row(step, 0)[feature] == 1)];
}
