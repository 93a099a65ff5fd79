using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Data;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Training;

/// <summary>Gradients of whole networks in double against central differences.</summary>
public class GradientTests
{
    private const int Steps = 5, Inputs = 20, Classes = 3;
    private static readonly Dataset Data = TestData.Noise(7, Inputs, Classes);

    public static TheoryData<string> Encoders => ["constant", "few spikes", "many spikes"];

    [Theory, MemberData(nameof(Encoders))]
    public void Of_a_network_that_ends_in_neurons(string encoder) => Check(
        new Sequential<double>(
            new Linear<double>(Inputs, 18), new SmoothLeaky<double>(18), new Linear<double>(18, Classes), new SmoothLeaky<double>(Classes)),
        new MeanSquaredError<double>(),
        Encoder(encoder));

    // The loss's gradient is the same at every step: the last layer's weights see the sum of its inputs.
    [Theory, MemberData(nameof(Encoders))]
    public void Of_a_network_that_ends_in_a_linear_layer(string encoder) => Check(
        new Sequential<double>(new Linear<double>(Inputs, 17, bias: false), new SmoothLeaky<double>(17), new Linear<double>(17, Classes)),
        new CrossEntropy<double>(),
        Encoder(encoder));

    // Constant all the way, or spikes straight into the loss's gradient.
    [Theory, MemberData(nameof(Encoders))]
    public void Of_linear_layers_alone(string encoder) => Check(
        new Sequential<double>(new Linear<double>(Inputs, 4), new Linear<double>(4, Classes)),
        new CrossEntropy<double>(),
        Encoder(encoder));

    // Spikes into a layer too wide to scatter.
    [Theory, MemberData(nameof(Encoders))]
    public void Of_a_wide_network(string encoder) => Check(
        new Sequential<double>(new Linear<double>(Inputs, 40), new SmoothLeaky<double>(40), new Linear<double>(40, Classes)),
        new MeanSquaredError<double>(),
        Encoder(encoder));

    [Fact]
    public void Of_a_network_within_a_network() => Check(
        new Sequential<double>(
            new Linear<double>(Inputs, 6),
            new Sequential<double>(new SmoothLeaky<double>(6), new Linear<double>(6, 6)),
            new SmoothLeaky<double>(6),
            new Linear<double>(6, Classes)),
        new CrossEntropy<double>(),
        Encoder("constant"));

    [Theory]
    [InlineData(true), InlineData(false)]
    public void With_respect_to_the_input(bool constant)
    {
        using var network = new Sequential<double>(new Linear<double>(4, 6), new SmoothLeaky<double>(6), new Linear<double>(6, Classes));
        network.NeedsInputGradient = true;
        using var loss = new CrossEntropy<double>();
        using var input = new Signal<double>(4);
        input.PrepareValues(Steps, 2, constant);
        var random = new RandomStream(3);
        for (int step = 0; step < input.StoredSteps; step++)
            for (int sample = 0; sample < 2; sample++)
                foreach (ref double x in input.Row(step, sample)) x = random.NextDouble();

        double Evaluate() => loss.Evaluate(network.Forward(input, training: true), [2, 0]);
        Evaluate();
        var gradient = network.Backward(loss.Gradient)!;
        Assert.Equal(constant, gradient.IsConstant);
        var (actual, expected) = (new List<double>(), new List<double>());
        for (int step = 0; step < input.StoredSteps; step++)
            for (int sample = 0; sample < 2; sample++)
                for (int i = 0; i < 4; i++)
                {
                    int index = step * input.TimeStride + sample * input.Stride + i;
                    actual.Add(gradient.Values[index]);
                    expected.Add(CentralDifference(() => ref input.Values[index], Evaluate));
                }

        Assert.InRange(RelativeError(actual, expected), 0, 1e-8);
    }

    [Fact]
    public void The_first_layer_of_a_network_makes_no_gradient_that_nobody_needs()
    {
        using var network = new Sequential<double>(new Linear<double>(Inputs, Classes));
        using var loss = new CrossEntropy<double>();
        using var encoder = Encoder("constant");
        loss.Evaluate(network.Forward(encoder.Encode(Data, [0, 1]), training: true), Data.Labels[..2]);
        Assert.Null(network.Backward(loss.Gradient));
    }

    [Fact]
    public void Sparse_and_dense_products_agree_bit_for_bit_in_the_forward_pass_of_exact_weights()
    {
        // Weights that are multiples of 1/256 add up without rounding, so the order of the sums cannot show.
        using var network = new Sequential<double>(new Linear<double>(Inputs, Classes));
        foreach (var parameter in network.Parameters)
            foreach (ref double value in parameter.Values) value = Math.Round(value * 256) / 256;
        using var encoder = Encoder("few spikes");
        var spikes = encoder.Encode(Data, [0, 1, 2]);
        double[] sparse = network.Forward(spikes, training: false).Values.ToArray();
        Assert.Contains("sum over spikes", network.Summary(), StringComparison.Ordinal);

        using var dense = new Signal<double>(Inputs);
        dense.PrepareValues(Steps, 3);
        spikes.Values.CopyTo(dense.Values);
        Assert.Equal(sparse, network.Forward(dense, training: false).Values.ToArray());
        Assert.Contains("dense product", network.Summary(), StringComparison.Ordinal);
    }

    private static Encoder<double> Encoder(string kind) => kind switch
    {
        "constant" => new ConstantEncoder<double>(Steps),
        "few spikes" => new RateEncoder<double>(Steps, seed: 5, gain: 0.4),
        _ => new RateEncoder<double>(Steps, seed: 5, gain: 1.6),
    };

    private static void Check(Sequential<double> network, Loss<double> loss, Encoder<double> encoder)
    {
        int[] samples = [0, 1, 2, 3, 4, 5, 6];
        var input = encoder.Encode(Data, samples);
        double Evaluate() => loss.Evaluate(network.Forward(input, training: true), Data.Labels);
        Evaluate();
        network.Backward(loss.Gradient);
        double[][] gradients = [.. network.Parameters.Select(parameter => parameter.Gradient.ToArray())];
        for (int p = 0; p < network.Parameters.Count; p++)
        {
            var parameter = network.Parameters[p];
            var (actual, expected) = (new List<double>(), new List<double>());
            for (int i = 0; i < parameter.Values.Length; i++)
            {
                bool padding = i % parameter.Stride >= parameter.RowLength;
                actual.Add(gradients[p][i]);
                expected.Add(padding ? 0 : CentralDifference(() => ref parameter.Values[i], Evaluate));
            }

            Assert.True(expected.Any(value => value != 0), $"{parameter} has no influence: the test would show nothing.");
            double error = RelativeError(actual, expected);
            Assert.True(error <= 1e-8, $"{parameter}: relative error {error:E1}.");
        }
    }

    private delegate ref double Place();

    // Fourth order, so that neither truncation nor rounding is near the bound.
    private static double CentralDifference(Place place, Func<double> evaluate)
    {
        const double Width = 1e-3;
        double original = place();
        double At(double offset)
        {
            place() = original + offset;
            return evaluate();
        }

        double derivative = (8 * (At(Width) - At(-Width)) - (At(2 * Width) - At(-2 * Width))) / (12 * Width);
        place() = original;
        return derivative;
    }

    private static double RelativeError(IEnumerable<double> actual, IReadOnlyCollection<double> expected) =>
        Math.Sqrt(actual.Zip(expected, (a, e) => (a - e) * (a - e)).Sum() / expected.Sum(e => e * e));
}
