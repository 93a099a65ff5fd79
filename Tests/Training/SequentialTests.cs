using System;
using System.Linq;
using NeuronDsl.Data;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Training;

public class SequentialTests
{
    [Fact]
    public void A_network_of_single_precision_layers_reads_without_type_arguments()
    {
        using var network = new Sequential(new Linear(784, 512), new SimpleLif(512), new Linear(512, 10), new SimpleLif(10));
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], network.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(784 * 512 + 512 + 512 * 10 + 10, network.ParameterCount);
        Assert.Equal("784 -> 10", $"{network.InputShape} -> {network.OutputShape}");
    }

    [Fact]
    public void Layers_that_do_not_fit_are_named_with_all_shapes()
    {
        var error = Assert.Throws<ShapeException>(() => new Sequential(new Linear(784, 512), new SimpleLif(512), new Linear(256, 10)));
        Assert.Equal(
            "Layer 2 does not fit: Linear takes 256 features, but is given 512. "
            + "The network so far: 784 -> Linear -> 512 -> SimpleLif -> 512 -> Linear.",
            error.Message);
    }

    [Fact]
    public void A_flat_layer_takes_any_shape_of_its_size_and_no_other()
    {
        using var network = new Sequential(new Shape(1, 28, 28), new Linear(784, 10));
        Assert.Equal(new Shape(1, 28, 28), network.InputShape);
        Assert.Contains(
            "given 1x28x27",
            Assert.Throws<ShapeException>(() => new Sequential(new Shape(1, 28, 27), new Linear(784, 10))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_input_of_another_shape_is_refused()
    {
        using var network = new Sequential(new Linear(4, 2));
        using var input = new Signal<float>(5);
        input.PrepareValues(1, 1);
        Assert.Contains(
            "takes 4 features, but is given [1, 1, 5]",
            Assert.Throws<ShapeException>(() => network.Forward(input, false)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_layer_twice_is_refused()
    {
        var layer = new Linear(4, 4);
        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => new Sequential(layer, layer)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_inside_another_is_named_by_its_place_and_gives_a_gradient()
    {
        var inner = new Sequential(new Linear(4, 3), new Linear(3, 4));
        using var network = new Sequential(new Linear(5, 4), inner);
        Assert.Equal(
            ["0.weight", "0.bias", "1.0.weight", "1.0.bias", "1.1.weight", "1.1.bias"],
            network.Parameters.Select(parameter => parameter.Name));
        Assert.True(inner.NeedsInputGradient);
        Assert.True(inner.Layers[0].NeedsInputGradient);
        Assert.False(network.Layers[0].NeedsInputGradient);
    }

    [Fact]
    public void Initial_weights_follow_the_seed_and_lie_within_their_bound()
    {
        using var network = new Sequential(new Linear(400, 30), new Linear(30, 30), new Linear(30, 30));
        float[] Weights(int layer) => ((Linear)network.Layers[layer]).Weight.Values.ToArray();
        network.Initialize(3);
        var (first, second, third) = (Weights(0), Weights(1), Weights(2));
        Assert.NotEqual(second, third);
        Assert.InRange(first.Max(Math.Abs), 0.049, 0.05);

        // The standard deviation of the uniform distribution; 12,000 samples.
        Assert.InRange(Math.Sqrt(first.Sum(w => w * w) / (400 * 30)), 0.05 / Math.Sqrt(3) * 0.98, 0.05 / Math.Sqrt(3) * 1.02);
        network.Initialize(4);
        Assert.NotEqual(first, Weights(0));
        network.Initialize(3);
        Assert.Equal(first, Weights(0));
    }

    [Fact]
    public void The_summary_is_a_table()
    {
        using var network = new Sequential(new Linear(784, 512), new SimpleLif(512), new Linear(512, 10));
        Assert.Equal(
            """
               layer                    output   parameters  spikes/sample
             0 Linear                      512      401,920
             1 SimpleLif                   512            0
             2 Linear                       10        5,130
            input 784, 407,050 learnable parameters
            """,
            network.Summary(),
            ignoreLineEndingDifferences: true);
    }
}
