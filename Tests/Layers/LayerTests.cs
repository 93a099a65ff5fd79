using System;
using System.Linq;
using NeuronDsl.Data;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Layers;

/// <summary>What the layers promise beside their gradients.</summary>
public class LayerTests
{
    [Fact]
    public void Maxima_of_spikes_are_spikes_on_images_wider_than_a_word()
    {
        var shape = new Shape(2, 6, 150);
        using var input = GradientCheck.Spikes<float>(shape, steps: 2, batch: 2, probability: 0.1);
        foreach (var (kernel, stride) in new[] { (2, 2), (3, 1), (2, 3), (5, 4) })
        {
            using var network = new Sequential(shape, new MaxPool2d(kernel, stride));
            var output = network.Forward(input, training: false);
            Assert.True(output.HasSpikes);
            var (height, width) = (output.Shape[1], output.Shape[2]);
            Assert.Equal(((6 - kernel) / stride + 1, (150 - kernel) / stride + 1), (height, width));
            for (int step = 0; step < 2; step++)
                for (int sample = 0; sample < 2; sample++)
                    for (int i = 0; i < output.Features; i++)
                    {
                        var (channel, y, x) = (i / (height * width), i / width % height, i % width);
                        bool any = false;
                        for (int dy = 0; dy < kernel; dy++)
                            for (int dx = 0; dx < kernel; dx++)
                                any |= input.Row(step, sample)[channel * 900 + (y * stride + dy) * 150 + x * stride + dx] != 0;
                        Assert.Equal(any ? 1f : 0f, output.Row(step, sample)[i]);
                    }
        }
    }

    [Theory]
    [InlineData(7), InlineData(14), InlineData(16), InlineData(18), InlineData(28), InlineData(33), InlineData(63), InlineData(64)]
    public void The_gradient_of_pooled_spikes_goes_to_the_first_spike_of_each_window_or_to_its_first_pixel(int width)
    {
        const int Height = 5;
        var shape = new Shape(2, Height, width);
        using var input = GradientCheck.Spikes<float>(shape, steps: 2, batch: 2, probability: 0.3);
        using var network = new Sequential(shape, new MaxPool2d(2)) { NeedsInputGradient = true };
        using var gradient = new Signal<float>(network.Forward(input, training: true).Shape);
        gradient.PrepareValues(2, 2);
        for (int i = 0; i < gradient.Values.Length; i++) gradient.Values[i] = i + 1;
        var found = network.Backward(gradient)!;
        for (int step = 0; step < 2; step++)
            for (int sample = 0; sample < 2; sample++)
            {
                float[] expected = new float[shape.Size];
                int next = 0;
                for (int channel = 0; channel < 2; channel++)
                    for (int y = 0; y < Height - 1; y += 2)
                        for (int x = 0; x < width - 1; x += 2)
                        {
                            int first = (channel * Height * width) + (y * width) + x;
                            int[] window = [first, first + 1, first + width, first + width + 1];
                            int spike = Array.FindIndex(window, pixel => input.Row(step, sample)[pixel] != 0);
                            expected[window[Math.Max(0, spike)]] = gradient.Row(step, sample)[next++];
                        }

                Assert.Equal(expected, found.Row(step, sample).ToArray());
            }
    }

    [Fact]
    public void Dropout_silences_the_same_features_at_all_steps_and_keeps_the_mean()
    {
        using var network = new Sequential(1000, new Dropout(0.25));
        using var input = new Signal<float>(1000);
        input.PrepareValues(3, 20);
        input.Values.Fill(1);
        var output = network.Forward(input, training: true);
        for (int sample = 0; sample < 20; sample++)
        {
            Assert.Equal(output.Row(0, sample).ToArray(), output.Row(2, sample).ToArray());
            Assert.All(output.Row(0, sample).ToArray(), value => Assert.True(value is 0 or 1 / 0.75f));
        }

        // Of 20,000, four standard deviations.
        double silent = Enumerable.Range(0, 20).Sum(sample => output.Row(0, sample).Count(0f)) / 20_000.0;
        Assert.InRange(silent, 0.25 - 0.0123, 0.25 + 0.0123);
        Assert.NotEqual(output.Row(0, 0).ToArray(), output.Row(0, 1).ToArray());
    }

    [Fact]
    public void Dropout_draws_anew_each_pass_and_repeats_a_draw_that_is_set()
    {
        using var network = new Sequential(100, new Dropout());
        using var input = new Signal<float>(100);
        input.PrepareValues(1, 1);
        input.Values.Fill(1);
        float[] Pass() => network.Forward(input, training: true).Row(0, 0).ToArray();
        network.Draw = 5;
        float[] first = Pass(), second = Pass();
        Assert.NotEqual(first, second);
        network.Draw = 5;
        Assert.Equal(first, Pass());
        Assert.Equal(input.Row(0, 0).ToArray(), network.Forward(input, training: false).Row(0, 0).ToArray());
    }

    [Fact]
    public void Two_layers_of_dropout_silence_other_features()
    {
        using var network = new Sequential(100, new Dropout(), new Dropout(), new Sequential(100, new Dropout()));
        using var input = new Signal<float>(100);
        input.PrepareValues(1, 1);
        input.Values.Fill(1);
        int kept = 100 - network.Forward(input, training: true).Row(0, 0).Count(0f);

        // Of 100 an eighth, within four standard deviations; the same features thrice would be half.
        Assert.InRange(kept, 1, 26);
    }

    [Fact]
    public void A_constant_image_is_convolved_and_normalised_once()
    {
        var shape = new Shape(1, 8, 8);
        using var network = new Sequential(shape, new Conv2d(1, 4, 3, padding: 1, bias: false), new BatchNorm(4), SpikingUnit.Layer(4 * 64), new MaxPool2d(2));
        using var input = new Signal<float>(shape);
        input.PrepareValues(6, 2, constant: true);
        for (int i = 0; i < 2; i++) input.Row(0, i).Fill(i + 0.5f);
        network.Forward(input, training: true);
        Assert.True(network.Layers[0].Output.IsConstant);
        Assert.True(network.Layers[1].Output.IsConstant);
        Assert.Equal((6, true), (network.Layers[3].Output.StoredSteps, network.Layers[3].Output.HasSpikes));
        Assert.Equal(new Shape(4, 4, 4), network.OutputShape);
        Assert.Contains("once for all steps", network.Summary(), StringComparison.Ordinal);
    }

    [Fact]
    public void Batch_normalisation_gives_mean_0_and_variance_1_and_remembers_both()
    {
        using var network = new Sequential(40, new BatchNorm(40, momentum: 1));
        using var input = new Signal<float>(40);
        input.PrepareValues(5, 50);
        var random = new RandomStream(3);
        for (int row = 0; row < 250; row++)
            foreach (ref float x in input.Row(row / 50, row % 50)) x = (float)(100 + 3 * random.NextNormal());
        var output = network.Forward(input, training: true);
        for (int i = 0; i < 40; i++)
        {
            double[] column = [.. Enumerable.Range(0, 250).Select(row => (double)output.Row(row / 50, row % 50)[i])];
            Assert.InRange(column.Average(), -1e-5, 1e-5);
            Assert.InRange(column.Average(y => y * y), 1 - 1e-4, 1 + 1e-4);
            double[] given = [.. Enumerable.Range(0, 250).Select(row => (double)input.Row(row / 50, row % 50)[i])];
            Assert.Equal(given.Average(), network.Parameters[2].Row(0)[i], 1e-4);
            Assert.Equal(given.Sum(x => Math.Pow(x - given.Average(), 2)) / 249, network.Parameters[3].Row(0)[i], 1e-3);
        }
    }

    [Fact]
    public void A_single_value_cannot_be_normalised_in_training()
    {
        using var network = new Sequential(4, new BatchNorm(4));
        using var input = new Signal<float>(4);
        input.PrepareValues(1, 1);
        Assert.Contains("at least 2 values", Assert.Throws<ShapeException>(() => network.Forward(input, training: true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_is_refused_when_the_network_is_built_with_all_shapes()
    {
        static string Refusal(Shape input, params Layer<float>[] layers) => Assert.Throws<ShapeException>(() => new Sequential(input, layers)).Message;
        Assert.Equal(
            "Layer 2 does not fit: Conv2d takes 8 channels, but is given 4x14x14, which has 4. "
            + "The network so far: 1x28x28 -> Conv2d -> 4x28x28 -> MaxPool2d -> 4x14x14 -> Conv2d.",
            Refusal(new Shape(1, 28, 28), new Conv2d(1, 4, 3, padding: 1), new MaxPool2d(2), new Conv2d(8, 4, 3)));
        Assert.Contains("takes channels x height x width, but is given 784", Refusal(784, new Conv2d(1, 4, 3)), StringComparison.Ordinal);
        Assert.Contains("windows of 5x5, but is given 1x4x9, which is smaller", Refusal(new Shape(1, 4, 9), new MaxPool2d(5)), StringComparison.Ordinal);
        Assert.Contains("takes 3 channels, but is given 2x4x4", Refusal(new Shape(2, 4, 4), new BatchNorm(3)), StringComparison.Ordinal);
        Assert.Contains("whole groups of 10 features, but is given 25", Refusal(25, new Voting(10)), StringComparison.Ordinal);
        Assert.Contains(
            "branches of Sum give different shapes: Linear 3, Linear 4", Refusal(2, new Sum(new Linear(2, 3), new Linear(2, 4))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(5)]
    public void Any_number_of_threads_gives_the_same_bits(int threads)
    {
        var shape = new Shape(2, 12, 12);
        float[][] Run(int count)
        {
            using var network = new Sequential(
                shape,
                new Conv2d(2, 8, 3, padding: 1), new BatchNorm(8), SpikingUnit.Layer(8 * 144), new MaxPool2d(2), new Dropout(), new AveragePool2d(2),
                new Flatten(), new Linear(72, 20), new Recurrent(SpikingUnit.Layer(20)), new Voting(5))
            {
                Threads = count,
                NeedsInputGradient = true,
            };
            using var input = GradientCheck.Spikes<float>(shape, steps: 5, batch: 40, probability: 0.3);
            float[] output = network.Forward(input, training: true).Values.ToArray();
            using var gradient = new Signal<float>(4);
            gradient.PrepareValues(5, 40);
            for (int i = 0; i < gradient.Values.Length; i++) gradient.Values[i] = i % gradient.Stride < 4 ? MathF.Sin(i) : 0;
            return [output, network.Backward(gradient)!.Values.ToArray(), .. network.Parameters.Select(p => p.Gradient.ToArray())];
        }

        foreach (var (expected, actual) in Run(3).Zip(Run(threads))) Assert.Equal(expected, actual);
    }
}
