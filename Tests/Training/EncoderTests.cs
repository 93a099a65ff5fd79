using System;
using System.Linq;
using NeuronDsl.Data;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Training;

public class EncoderTests
{
    private static readonly Dataset Data = TestData.Noise(50, 21, 2);

    [Fact]
    public void A_constant_encoder_gives_the_features()
    {
        using var encoder = new ConstantEncoder<double>(6);
        var signal = encoder.Encode(Data, [4, 2]);
        Assert.True(signal.IsConstant);
        Assert.Equal("[6, 2, 21]", signal.ToString());
        Assert.Equal(Data.Sample(2).ToArray().Select(x => (double)x), signal.Row(5, 1).ToArray());
    }

    [Fact]
    public void Spikes_depend_on_sample_step_and_draw_but_not_on_the_batch()
    {
        using var encoder = new RateEncoder(8, seed: 3);
        float[][] alone = Rows(encoder.Encode(Data, [17], draw: 2), 0);
        Assert.Equal(alone, Rows(encoder.Encode(Data, [1, 2, 17, 3], draw: 2), 2));
        Assert.NotEqual(alone, Rows(encoder.Encode(Data, [17], draw: 3), 0));
        Assert.NotEqual(alone[0], alone[1]);

        using var other = new RateEncoder(8, seed: 4);
        using var twin = new RateEncoder<double>(8, seed: 3);
        Assert.NotEqual(alone, Rows(other.Encode(Data, [17], draw: 2), 0));
        Assert.Equal(alone, Rows(twin.Encode(Data, [17], draw: 2), 0));
    }

    [Fact]
    public void Rates_are_the_features_and_spikes_are_independent()
    {
        const int Steps = 4_000;
        float[] rates = [0, 0.02f, 0.5f, 0.9f, 1, -1, 2];
        var data = new Dataset("Rates", rates.Length, [.. rates, .. rates], [0, 0], 1);
        using var encoder = new RateEncoder(Steps, seed: 1);
        var signal = encoder.Encode(data, [0, 1]);
        double[,] spikes = new double[2 * rates.Length, Steps];
        for (int step = 0; step < Steps; step++)
            for (int i = 0; i < 2 * rates.Length; i++) spikes[i, step] = signal.Row(step, i / rates.Length)[i % rates.Length];

        for (int i = 0; i < 2 * rates.Length; i++)
        {
            double p = Math.Clamp(rates[i % rates.Length], 0, 1);
            Assert.InRange(Mean(step => spikes[i, step]), p - Deviations(p), p + Deviations(p));

            // With itself one step later, with every other feature and with the same feature of the other sample: the product of the rates.
            for (int j = 0; j < 2 * rates.Length; j++)
            {
                double both = p * Math.Clamp(rates[j % rates.Length], 0, 1);
                int lag = i == j ? 1 : 0;
                double found = Mean(step => spikes[i, step] * spikes[j, (step + lag) % Steps]);
                Assert.InRange(found, both - Deviations(both), both + Deviations(both));
            }
        }

        static double Mean(Func<int, double> value) => Enumerable.Range(0, Steps).Average(value);
        static double Deviations(double p) => 5 * Math.Sqrt(p * (1 - p) / Steps);
    }

    [Fact]
    public void Padding_never_spikes()
    {
        using var encoder = new RateEncoder(50, gain: 100);
        var signal = encoder.Encode(Data, [0]);
        for (int step = 0; step < 50; step++) Assert.Equal(0, signal.SpikeMasks[step * 2 + 1] >> (21 - 16));
    }

    [Fact]
    public void Steps_and_gains_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConstantEncoder(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RateEncoder(1, gain: double.NaN));
    }

    private static float[][] Rows<T>(Signal<T> signal, int sample)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
        [.. Enumerable.Range(0, signal.Steps).Select(step => signal.Row(step, sample).ToArray().Select(float.CreateChecked).ToArray())];
}
