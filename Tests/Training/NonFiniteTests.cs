using System.Linq;
using NeuronDsl.Models;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Training;

/// <summary>What NaN and infinity do in a layer: they stay with their neuron and sample, and show in its gradients.</summary>
public class NonFiniteTests
{
    private const int Steps = 6, Batch = 3, Features = 20;

    [Theory]
    [InlineData(float.NaN), InlineData(float.PositiveInfinity), InlineData(float.NegativeInfinity)]
    public void Stay_with_their_neuron_and_sample(float bad)
    {
        (float[] sent, float[] gradients) = Run(0.7f);
        (float[] spoilt, float[] spoiltGradients) = Run(bad);
        for (int step = 0; step < Steps; step++)
        {
            for (int sample = 0; sample < Batch; sample++)
            {
                for (int feature = 0; feature < Features; feature++)
                {
                    int i = (((step * Batch) + sample) * Features) + feature;
                    if ((sample, feature) != (1, 4)) Assert.Equal((sent[i], gradients[i]), (spoilt[i], spoiltGradients[i]));
                    else if (step >= 2 && float.IsNaN(bad)) Assert.Equal(0, spoilt[i]);
                }
            }
        }

        Assert.Contains(sent, s => s == 1);
        Assert.All(gradients, g => Assert.True(float.IsFinite(g)));
        if (float.IsNaN(bad)) Assert.Contains(spoiltGradients, float.IsNaN);
    }

    private static (float[] Sent, float[] Gradients) Run(float value)
    {
        using Sequential network = new(Features, Plif.Layer(Features));
        network.NeedsInputGradient = true;
        using Signal<float> input = new(Features), gradient = new(Features);
        input.PrepareValues(Steps, Batch);
        gradient.PrepareValues(Steps, Batch);
        for (int step = 0; step < Steps; step++)
        {
            for (int sample = 0; sample < Batch; sample++)
            {
                for (int feature = 0; feature < Features; feature++)
                {
                    input.Row(step, sample)[feature] = (step, sample, feature) == (2, 1, 4) ? value : 0.1f * (feature + sample + 5);
                    gradient.Row(step, sample)[feature] = 1;
                }
            }
        }

        Signal<float> output = network.Forward(input, training: true);
        return (All(output), All(network.Backward(gradient)!));
    }

    private static float[] All(Signal<float> signal) =>
        [.. Enumerable.Range(0, Steps).SelectMany(step => Enumerable.Range(0, Batch).SelectMany(sample => signal.Row(step, sample).ToArray()))];
}
