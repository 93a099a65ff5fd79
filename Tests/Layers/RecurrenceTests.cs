using System;
using System.Linq;
using NeuronDsl.Data;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Layers;

/// <summary>Recurrence, and states that are carried from batch to batch.</summary>
public class RecurrenceTests
{
    private const int Size = 21, Steps = 12, Batch = 3;

    [Fact]
    public void Recurrent_spikes_are_those_of_a_loop()
    {
        using var layer = new Recurrent(SpikingUnit.Layer(Size)) { WeightInitializer = Initializer.Normal(0.4) };
        using var network = new Sequential(layer);
        using var input = Input(Steps);
        var output = network.Forward(input, training: true);
        long count = 0;
        for (int sample = 0; sample < Batch; sample++)
        {
            float[] v = new float[Size], spikes = new float[Size];
            for (int step = 0; step < Steps; step++)
            {
                float[] arriving = new float[Size];
                for (int j = 0; j < Size; j++)
                    if (spikes[j] != 0)
                        for (int i = 0; i < Size; i++) arriving[i] += layer.Weight.Row(j)[i];
                for (int i = 0; i < Size; i++)
                {
                    v[i] = MathF.FusedMultiplyAdd(v[i], 0.8f, arriving[i] + input.Row(step, sample)[i]);
                    spikes[i] = v[i] >= 1 ? 1 : 0;
                    if (v[i] >= 1) v[i] = 0;
                    count += (long)spikes[i];
                }

                Assert.Equal(spikes, output.Row(step, sample).ToArray());
            }
        }

        Assert.Equal(count, network.SpikeCount);
        Assert.InRange(count, Size * Batch, Size * Batch * Steps / 2);
    }

    [Fact]
    public void Without_weights_recurrence_is_the_layer_itself_forwards_and_backwards()
    {
        using var plain = new Sequential<double>(new Linear<double>(4, 19), PreciseSpikingUnit.Layer(19), new Linear<double>(19, 2));
        using var recurrent = new Sequential<double>(
            new Linear<double>(4, 19), new Recurrent<double>(PreciseSpikingUnit.Layer(19)) { WeightInitializer = Initializer.Zero }, new Linear<double>(19, 2));
        using var input = GradientCheck.Input(4, Steps, 33);
        for (int i = 0; i < input.Values.Length; i++) input.Values[i] *= 4;
        using var gradient = GradientCheck.Input(2, Steps, 33, seed: 9);
        double[] output = plain.Forward(input, training: true).Values.ToArray();
        Assert.NotEqual(0, plain.SpikeCount);
        plain.Backward(gradient);
        Assert.Equal(output, recurrent.Forward(input, training: true).Values.ToArray());
        recurrent.Backward(gradient);
        foreach (var parameter in plain.Parameters)
        {
            var other = recurrent.Parameters.Single(p => p.Name == parameter.Name);
            for (int i = 0; i < parameter.Gradient.Length; i++) Assert.Equal(parameter.Gradient[i], other.Gradient[i], 1e-12);
        }
    }

    [Theory]
    [InlineData(1), InlineData(3), InlineData(4)]
    public void Windows_that_carry_the_state_give_what_the_whole_gives(int window)
    {
        using var network = new Sequential(
            new Linear(Size, Size), SpikingUnit.Layer(Size), new Recurrent(SpikingUnit.Layer(Size)) { WeightInitializer = Initializer.Normal(0.4) },
            new LeakyReadout<float>(Size));
        network.Initialize(4);
        using var whole = Input(Steps);
        float[] expected = network.Forward(whole, training: false).Values.ToArray();

        network.CarriesState = true;
        for (int pass = 0; pass < 2; pass++)
        {
            network.ResetState();
            for (int start = 0; start < Steps; start += window)
            {
                using var part = Input(window, start);
                var output = network.Forward(part, training: false);
                int length = Batch * output.Stride;
                Assert.Equal(expected.AsSpan(start * length, window * length).ToArray(), output.Values.ToArray());
            }
        }

        network.CarriesState = false;
        Assert.Equal(expected, network.Forward(whole, training: false).Values.ToArray());
    }

    [Fact]
    public void The_gradient_of_a_window_is_that_of_a_network_that_starts_where_the_window_does()
    {
        using var network = new Sequential<double>(new Recurrent<double>(SmoothUnit.Layer(6)), new LeakyReadout<double>(6, 0.7, learnable: true));
        using var first = GradientCheck.Input(6, 3, 2, seed: 3);
        using var second = GradientCheck.Input(6, 3, 2, seed: 4);
        using var gradient = GradientCheck.Input(6, 3, 2, seed: 5);
        network.CarriesState = true;

        // What was sent before counts as given: the first window is run with the weights as they are, the second with one of them changed.
        var weight = network.Parameters[0];
        double original = weight.Row(2)[3];
        double Loss(double value)
        {
            network.ResetState();
            weight.Row(2)[3] = original;
            network.Forward(first, training: true);
            weight.Row(2)[3] = value;
            var output = network.Forward(second, training: true);
            double loss = 0;
            for (int i = 0; i < output.Values.Length; i++) loss += output.Values[i] * gradient.Values[i];
            return loss;
        }

        Loss(original);
        network.Backward(gradient);
        double found = weight.GradientRow(2)[3];
        double expected = (Loss(original + 1e-5) - Loss(original - 1e-5)) / 2e-5;
        Assert.NotEqual(0, expected);
        Assert.Equal(expected, found, 1e-8);
    }

    [Fact]
    public void Another_batch_size_is_refused_while_the_state_is_carried()
    {
        using var network = new Sequential(SpikingUnit.Layer(Size)) { CarriesState = true };
        using var input = Input(1);
        network.Forward(input, training: false);
        using var other = new Signal<float>(Size);
        other.PrepareValues(1, Batch + 1);
        Assert.Contains("reset its state", Assert.Throws<ShapeException>(() => network.Forward(other, training: false)).Message, StringComparison.Ordinal);
        network.ResetState();
        network.Forward(other, training: false);
    }

    private static Signal<float> Input(int steps, int start = 0)
    {
        var signal = new Signal<float>(Size);
        signal.PrepareValues(steps, Batch);
        for (int step = 0; step < steps; step++)
            for (int sample = 0; sample < Batch; sample++)
            {
                var random = new RandomStream(RandomStream.Combine((ulong)(start + step), (ulong)sample));
                foreach (ref float x in signal.Row(step, sample)) x = (float)random.NextDouble() * 0.9f;
            }

        return signal;
    }
}
