using System;
using System.Numerics;
using NeuronDsl.Data;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Training;

public class SignalTests
{
    [Theory]
    [InlineData(1, 16), InlineData(16, 16), InlineData(17, 32), InlineData(784, 784)]
    public unsafe void Rows_are_padded_to_groups_of_16_and_aligned(int features, int stride)
    {
        using var signal = new Signal<float>(features);
        signal.PrepareValues(3, 5);
        Assert.Equal(stride, signal.Stride);
        Assert.Equal(3 * 5 * stride, signal.Values.Length);
        Assert.Equal(0, (long)signal.ValuePointer % 64);
        Assert.Equal(features, signal.Row(2, 4).Length);
    }

    [Fact]
    public void A_constant_signal_stores_one_step_for_all()
    {
        using var signal = new Signal<float>(2);
        signal.PrepareValues(8, 3, constant: true);
        signal.Row(0, 1)[1] = 7;
        Assert.Equal(7, signal.Row(5, 1)[1]);
        Assert.Equal(3 * 16, signal.Values.Length);
        Assert.Equal(8, signal.Steps);
    }

    [Fact]
    public void Spikes_expand_to_zeros_and_ones_in_float() => CheckExpansion<float>();

    [Fact]
    public void Spikes_expand_to_zeros_and_ones_in_double() => CheckExpansion<double>();

    [Fact]
    public void Written_again_it_shows_the_new_spikes_and_keeps_its_memory()
    {
        using var signal = new Signal<float>(16);
        signal.PrepareSpikes(1, 2);
        signal.SpikeMasks[0] = 1;
        Assert.Equal((1, 1f), (signal.SpikeCount, signal.Values[0]));
        signal.PrepareSpikes(1, 1);
        signal.SpikeMasks[0] = 6;
        Assert.Equal((2, 0f, 1f), (signal.SpikeCount, signal.Values[0], signal.Values[1]));
        Assert.Equal(2.0 / 16, signal.Activity);
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void The_sum_over_steps_is_the_sum_over_steps(bool constant)
    {
        using var signal = new Signal<double>(3);
        using var sum = new Signal<double>(3);
        signal.PrepareValues(4, 2, constant);
        for (int step = 0; step < signal.StoredSteps; step++) signal.Row(step, 1)[2] = step + 1;
        signal.SumOverSteps(sum);
        Assert.True(sum.IsConstant);
        Assert.Equal(constant ? 4 : 1 + 2 + 3 + 4, sum.Row(0, 1)[2]);
    }

    [Fact]
    public void Values_have_no_masks_and_emptiness_has_no_values()
    {
        using var signal = new Signal<float>(3);
        Assert.Throws<InvalidOperationException>(() => signal.Values.Length);
        signal.PrepareValues(1, 1);
        Assert.Throws<InvalidOperationException>(() => signal.SpikeMasks.Length);
        Assert.Equal(0, signal.SpikeCount);
    }

    [Fact]
    public void Half_is_refused() => Assert.Throws<NotSupportedException>(() => new Signal<Half>(3));

    private static void CheckExpansion<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var signal = new Signal<T>(48);
        signal.PrepareSpikes(20, 3);
        var random = new RandomStream(1);
        foreach (ref ushort mask in signal.SpikeMasks) mask = (ushort)random.NextBits();
        int count = 0;
        for (int i = 0; i < signal.Values.Length; i++)
        {
            int bit = signal.SpikeMasks[i / 16] >> i % 16 & 1;
            count += bit;
            Assert.Equal(T.CreateChecked(bit), signal.Values[i]);
        }

        Assert.Equal(count, signal.SpikeCount);
    }
}
