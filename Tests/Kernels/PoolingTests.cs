using NeuronDsl.Data;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Kernels;

/// <summary>Pooling of spikes by whole rows of bits against pooling of the same ones and zeros as numbers.</summary>
public class PoolingTests
{
    [Theory]
    [InlineData(3, 28, 28), InlineData(2, 7, 9), InlineData(5, 2, 40), InlineData(1, 6, 64), InlineData(2, 3, 2)]
    public void Spikes_and_numbers_give_the_same_outputs_and_gradients(int channels, int height, int width)
    {
        Shape shape = new(channels, height, width);
        using MaxPool2d ofSpikes = new(2), ofNumbers = new(2);
        Shape pooled = ofSpikes.Connect(shape);
        ofNumbers.Connect(shape);
        using Signal<float> spikes = new(shape), numbers = new(shape), gradient = new(pooled);
        RandomStream random = new(9);
        spikes.PrepareSpikes(2, 3);
        spikes.SpikeMasks.Clear();
        for (int row = 0; row < spikes.Rows; row++)
            for (int i = 0; i < shape.Size; i++)
                if (random.NextInt32(3) == 0) spikes.SpikeMasks[(row * spikes.MaskStride) + (i / 16)] |= (ushort)(1 << (i % 16));
        numbers.PrepareValues(2, 3);
        spikes.Values.CopyTo(numbers.Values);
        gradient.PrepareValues(2, 3);
        for (int row = 0; row < gradient.Rows; row++)
            foreach (ref float value in gradient.Row(row / 3, row % 3)) value = (float)random.NextDouble() - 0.5f;

        Assert.Equal(ofNumbers.Forward(numbers, training: true).Values, ofSpikes.Forward(spikes, training: true).Values);
        Assert.Equal(ofNumbers.Backward(gradient)!.Values, ofSpikes.Backward(gradient)!.Values);
    }
}
