using System;
using System.Linq;
using NeuronDsl.Simulation;
using Xunit;

namespace NeuronDsl.Tests.Simulation.Networks;

public class PairStdpTests
{
    private static readonly PairStdp Rule =
        new() { Potentiation = 0.02, Depression = 0.03, TauPotentiation = 15, TauDepression = 25, Minimum = -10, Maximum = 10 };

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_weight_changes_by_the_sum_over_all_pairs(int delay)
    {
        bool[][] trains = Trains(300);
        double[] weights = Simulate(Rule, trains, delay, initial: 0.5);

        // Brute force over pairs: the arrival of spike s is at s + 1 + delay, the target's spike t at t + 1; at the same instant it potentiates.
        for (int synapse = 0; synapse < 4; synapse++)
        {
            (int source, int target) = (synapse / 2, 2 + (synapse % 2));
            double expected = 0.5;
            for (int s = 0; s < 300; s++)
            {
                for (int t = 0; t < 300; t++)
                {
                    // Arrivals and spikes that fall behind the end of the run have not happened yet.
                    if (!trains[s][source] || !trains[t][target] || s + 1 + delay > 300 - 1 || t + 1 > 300 - 1) continue;
                    int difference = t - (s + delay);
                    expected += difference >= 0 ? 0.02 * Math.Exp(-difference / 15.0) : -0.03 * Math.Exp(difference / 25.0);
                }
            }

            Assert.Equal(expected, weights[synapse], 1e-12);
        }
    }

    [Fact]
    public void Weights_stay_within_their_bounds()
    {
        bool[][] trains = Trains(300);
        double[] weights = Simulate(Rule with { Potentiation = 1, Depression = 0.001, Minimum = 0.2, Maximum = 0.8 }, trains, 1, initial: 5);
        Assert.All(weights, w => Assert.InRange(w, 0.2, 0.8));
        Assert.Contains(0.8, weights);
        double[] depressed = Simulate(Rule with { Depression = 100, Minimum = 0.2, Maximum = 0.8, Potentiation = 0 }, trains, 1, initial: 5);
        Assert.All(depressed, w => Assert.Equal(0.2, w));
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => Simulate(Rule with { Minimum = 11 }, trains, 1, 0));
        Assert.Contains("wrong way round", refusal.Message, StringComparison.Ordinal);
    }

    private static bool[][] Trains(int steps)
    {
        Random random = new(1);
        return [.. Enumerable.Range(0, steps).Select(_ => Enumerable.Range(0, 4).Select(_ => random.NextDouble() < 0.15).ToArray())];
    }

    /// <summary>Relays 0 and 1 project to relays 2 and 3, all of which fire as they are told.</summary>
    private static double[] Simulate(PairStdp rule, bool[][] trains, int delay, double initial)
    {
        using Population<double> relays = TestNeurons.Relay(4);
        using Network network = new(1);
        network.Add(relays);
        Projection projection = network.Connect(relays, relays, Connectivity.AllToAll(), new()
        {
            Weight = initial, Delay = delay, Port = "X", Sources = ..2, Targets = 2.., Plasticity = rule,
        });
        foreach (bool[] fires in trains)
        {
            // Driven so hard that what arrives on top makes no difference.
            for (int k = 0; k < 4; k++) relays.Input("X")[k] = fires[k] ? 1000 : -1000;
            network.Run(1);
        }

        return [.. projection.Synapses.OrderBy(s => s.Source).ThenBy(s => s.Target).Select(s => s.Weight)];
    }
}
