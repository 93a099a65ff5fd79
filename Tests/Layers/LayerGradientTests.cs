using NeuronDsl.Data;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Layers;

/// <summary>Each layer's gradients against finite differences: inputs constant and varying, gradients the same and different at every step.</summary>
public class LayerGradientTests
{
    private static readonly Shape Image = new(2, 5, 6);

    public static TheoryData<bool, bool> Kinds => new() { { false, false }, { false, true }, { true, false } };

    [Theory, MemberData(nameof(Kinds))]
    public void Of_a_convolution(bool constant, bool sameEachStep) =>
        Check(Image, constant, sameEachStep, new Conv2d<double>(2, 3, kernel: 3, padding: 1));

    [Theory, MemberData(nameof(Kinds))]
    public void Of_a_convolution_with_strides_and_without_bias(bool constant, bool sameEachStep) =>
        Check(Image, constant, sameEachStep, new Conv2d<double>(2, 3, kernel: 2, stride: 2, bias: false));

    [Theory, MemberData(nameof(Kinds))]
    public void Of_batch_normalisation_of_images(bool constant, bool sameEachStep) =>
        Check(Image, constant, sameEachStep, new Conv2d<double>(2, 3, kernel: 3, bias: false), new BatchNorm<double>(3));

    [Theory, MemberData(nameof(Kinds))]
    public void Of_batch_normalisation_of_features(bool constant, bool sameEachStep) => Check(20, constant, sameEachStep, new BatchNorm<double>(20));

    [Fact]
    public void Of_batch_normalisation_in_use()
    {
        using var network = new Sequential<double>(Image, new BatchNorm<double>(2), new Conv2d<double>(2, 1, 2));
        using var input = GradientCheck.Input(Image);
        network.Forward(input, training: true);
        GradientCheck.Of(network, input, training: false);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Of_the_largest_of_windows(bool constant, bool sameEachStep) => Check(Image, constant, sameEachStep, new MaxPool2d<double>(2));

    [Theory, MemberData(nameof(Kinds))]
    public void Of_the_largest_of_windows_that_overlap(bool constant, bool sameEachStep) =>
        Check(Image, constant, sameEachStep, new MaxPool2d<double>(3, stride: 1));

    [Theory, MemberData(nameof(Kinds))]
    public void Of_the_mean_of_windows(bool constant, bool sameEachStep) => Check(Image, constant, sameEachStep, new AveragePool2d<double>(2));

    [Theory, MemberData(nameof(Kinds))]
    public void Of_the_mean_of_windows_that_overlap(bool constant, bool sameEachStep) =>
        Check(Image, constant, sameEachStep, new AveragePool2d<double>(3, stride: 2));

    [Theory, MemberData(nameof(Kinds))]
    public void Of_dropout(bool constant, bool sameEachStep) => Check(20, constant, sameEachStep, new Dropout<double>(0.3), new Linear<double>(20, 3));

    [Theory, MemberData(nameof(Kinds))]
    public void Of_votes(bool constant, bool sameEachStep) => Check(20, constant, sameEachStep, new Flatten<double>(), new Voting<double>(5));

    [Theory]
    [InlineData(false, false, false), InlineData(true, true, false), InlineData(true, false, true), InlineData(false, true, true)]
    public void Of_leaky_readouts(bool learnable, bool constant, bool sameEachStep) =>
        Check(18, constant, sameEachStep, new LeakyReadout<double>(18, decay: 0.7, learnable));

    [Theory, MemberData(nameof(Kinds))]
    public void Of_a_sum_of_branches(bool constant, bool sameEachStep) => Check(
        8, constant, sameEachStep, new Sum<double>(new Linear<double>(8, 5), new Sequential<double>(SmoothUnit.Layer(8), new Linear<double>(8, 5))));

    [Theory, MemberData(nameof(Kinds))]
    public void Of_a_residual_block(bool constant, bool sameEachStep) => Check(
        8, constant, sameEachStep, new Linear<double>(8, 6), new Residual<double>(SmoothUnit.Layer(6), new Linear<double>(6, 6)), new Linear<double>(6, 2));

    [Theory, MemberData(nameof(Kinds))]
    public void Of_a_residual_block_with_a_layer_on_the_short_way(bool constant, bool sameEachStep) => Check(
        Image,
        constant,
        sameEachStep,
        new Residual<double>(new Conv2d<double>(2, 3, kernel: 1), [new Conv2d<double>(2, 3, kernel: 3, padding: 1), SmoothUnit.Layer(3 * 5 * 6)]));

    [Theory, MemberData(nameof(Kinds))]
    public void Of_a_product_of_branches(bool constant, bool sameEachStep) => Check(
        6, constant, sameEachStep, new Linear<double>(6, 5), new Product<double>(SmoothUnit.Layer(5), new Linear<double>(5, 5)), new Linear<double>(5, 2));

    [Theory, MemberData(nameof(Kinds))]
    public void Of_a_price_of_activity(bool constant, bool sameEachStep) => Check(
        6, constant, sameEachStep, new Linear<double>(6, 5), SmoothUnit.Layer(5), new ActivityPenalty<double>(2), new Linear<double>(5, 2));

    [Theory, MemberData(nameof(Kinds))]
    public void Of_a_price_of_rates_outside_a_band(bool constant, bool sameEachStep) => Check(
        6, constant, sameEachStep, new Linear<double>(6, 18), new RatePenalty<double>(30, -0.05, 0.05), new Linear<double>(18, 2));

    [Theory, MemberData(nameof(Kinds))]
    public void Of_recurrence(bool constant, bool sameEachStep) => Check(
        4, constant, sameEachStep, new Linear<double>(4, 18), new Recurrent<double>(SmoothUnit.Layer(18)), new Linear<double>(18, 3));

    [Theory, MemberData(nameof(Kinds))]
    public void Of_recurrence_on_recurrence(bool constant, bool sameEachStep) => Check(
        5, constant, sameEachStep, new Recurrent<double>(SmoothUnit.Layer(5)), new Recurrent<double>(SmoothUnit.Layer(5, sharing: ParameterSharing.PerNeuron)));

    private static void Check(Shape shape, bool constant, bool sameEachStep, params Layer<double>[] layers)
    {
        using var network = new Sequential<double>(shape, layers);
        using var input = GradientCheck.Input(shape, constant: constant);
        GradientCheck.Of(network, input, sameEachStep);
    }
}
