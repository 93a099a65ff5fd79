using System;
using System.Linq;
using NeuronDsl.Data;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Layers;

public class PenaltyTests
{
    [Fact]
    public void Activity_costs_its_share_in_training_and_nothing_in_use()
    {
        using var network = new Sequential(40, new ActivityPenalty(0.5));
        using var spikes = GradientCheck.Spikes<float>(40, steps: 6, batch: 5, probability: 0.2);
        network.Forward(spikes, training: true);
        Assert.Equal(0.5 * spikes.SpikeCount / (6 * 5 * 40), network.Penalty, 1e-15);
        network.Forward(spikes, training: false);
        Assert.Equal(0, network.Penalty);
    }

    [Fact]
    public void Each_spike_is_priced_alike_whether_it_came_or_not()
    {
        using var network = new Sequential(40, new ActivityPenalty(0.5)) { NeedsInputGradient = true };
        using var spikes = GradientCheck.Spikes<float>(40, steps: 2, batch: 5);
        network.Forward(spikes, training: true);
        using var none = new Signal<float>(40);
        none.PrepareValues(2, 5, constant: true);
        none.Values.Clear();
        var gradient = network.Backward(none)!;
        for (int row = 0; row < 10; row++)
            Assert.All(gradient.Row(row / 5, row % 5).ToArray(), value => Assert.Equal(0.5f / 400, value));
    }

    [Fact]
    public void Rates_cost_their_squared_distance_from_the_band()
    {
        using var network = new Sequential(2, new RatePenalty(3, 0.2, 0.5));
        using var input = new Signal<float>(2);
        input.PrepareValues(2, 2);
        for (int row = 0; row < 4; row++) (input.Row(row / 2, row % 2)[0], input.Row(row / 2, row % 2)[1]) = (1, row == 0 ? 0.4f : 0);
        network.Forward(input, training: true);
        Assert.Equal(3 * (0.5 * 0.5 + 0.1 * 0.1) / 2, network.Penalty, 1e-7);
    }

    [Fact]
    public void A_price_of_activity_makes_a_network_quieter_and_is_part_of_the_loss()
    {
        var data = Digits.LoadAll();
        double[] spikes = [.. new[] { 0, 0.3, 1 }.Select(weight =>
        {
            using var network = new Sequential(
                new Linear(64, 40) { WeightInitializer = Initializer.Uniform(0.5) }, SpikingUnit.Layer(40), new ActivityPenalty(weight), new Linear(40, 10));
            using var adam = new Adam(network.Parameters, 5e-3);
            var trainer = new Trainer(network, adam, new CrossEntropy(), new ConstantEncoder(4), 64, seed: 1);
            trainer.Train(data, 3);
            var evaluation = trainer.Evaluate(data);
            Assert.InRange(evaluation.Accuracy, 0.8, 1);
            return evaluation.SpikesPerSample;
        })];
        Assert.True(spikes[1] < 0.9 * spikes[0] && spikes[2] < 0.9 * spikes[1], string.Join(", ", spikes));
    }
}
