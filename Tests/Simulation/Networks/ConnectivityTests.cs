using System;
using System.Linq;
using NeuronDsl.Simulation;
using Xunit;

namespace NeuronDsl.Tests.Simulation.Networks;

public class ConnectivityTests
{
    [Fact]
    public void All_to_all_is_every_pair_with_or_without_the_neuron_itself()
    {
        Assert.Equal(9, Pairs(Connectivity.AllToAll(), 3).Length);
        Assert.Equal([(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)], Pairs(Connectivity.AllToAll(selfConnections: false), 3));
    }

    [Fact]
    public void A_fixed_probability_joins_each_pair_alike_and_by_the_seed_alone()
    {
        const int n = 500;
        (int Source, int Target)[] pairs = Pairs(Connectivity.FixedProbability(0.1, selfConnections: false), n, seed: 1);
        double mean = 0.1 * n * (n - 1), deviation = Math.Sqrt(mean * 0.9);
        Assert.InRange(pairs.Length, mean - (5 * deviation), mean + (5 * deviation));
        Assert.Equal(pairs.Length, pairs.Distinct().Count());
        Assert.DoesNotContain(pairs, p => p.Source == p.Target);

        // The in-degree is binomial: its variance tells independent choices from regular ones.
        double[] degrees = [.. pairs.GroupBy(p => p.Target).Select(g => (double)g.Count())];
        double variance = degrees.Sum(d => (d - degrees.Average()) * (d - degrees.Average())) / (n - 1);
        Assert.InRange(variance, 0.75 * 0.09 * n, 1.25 * 0.09 * n);

        Assert.Equal(pairs, Pairs(Connectivity.FixedProbability(0.1, selfConnections: false), n, seed: 1));
        Assert.NotEqual(pairs, Pairs(Connectivity.FixedProbability(0.1, selfConnections: false), n, seed: 2));
    }

    [Fact]
    public void Probabilities_of_zero_and_one_are_none_and_all()
    {
        Assert.Empty(Pairs(Connectivity.FixedProbability(0), 20));
        Assert.Equal(400, Pairs(Connectivity.FixedProbability(1), 20).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => Connectivity.FixedProbability(1.5));
    }

    [Fact]
    public void A_fixed_in_degree_is_that_of_every_target()
    {
        (int Source, int Target)[] pairs = Pairs(Connectivity.FixedInDegree(7, selfConnections: false), 50);
        Assert.All(pairs.GroupBy(p => p.Target), g => Assert.Equal(7, g.Count()));
        Assert.Equal(350, pairs.Distinct().Count());
        Assert.DoesNotContain(pairs, p => p.Source == p.Target);
        Assert.Equal(50 * 49, Pairs(Connectivity.FixedInDegree(49, selfConnections: false), 50).Distinct().Count());

        (int Source, int Target)[] repeated = Pairs(Connectivity.FixedInDegree(200, multapses: true), 50);
        Assert.Equal(50 * 200, repeated.Length);
        Assert.All(repeated.GroupBy(p => p.Source), g => Assert.InRange(g.Count(), 120, 280));
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => Pairs(Connectivity.FixedInDegree(51), 50));
        Assert.Contains("50 to choose from", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_rows_and_matrices_mean_what_they_say()
    {
        using Population<double> neurons = TestNeurons.DeltaLif(4);
        using Network network = new(1);
        network.Add(neurons);
        Synapse[] expected = [new(0, 3, 5, 2), new(2, 0, 6, 1), new(2, 1, 4, 2)];
        int[][] rows = [[3], [], [1, 0], []];
        Assert.Equal(expected, Join(Connectivity.List(new[] { 2, 0, 2 }, new[] { 1, 3, 0 }), Given(4, 5, 6, 2, 2, 1)));
        Assert.Equal(expected, Join(Connectivity.Rows(new long[] { 0, 1, 1, 3, 3 }, s => rows[s]), Given(5, 4, 6, 2, 2, 1)));
        double[,] matrix = { { 0, 0, 0, 5 }, { 0, 0, 0, 0 }, { 6, 4, 0, 0 }, { 0, 0, 0, 0 } };
        Assert.Equal([new(0, 3, 5, 1), new(2, 0, 6, 1), new(2, 1, 4, 1)], Join(Connectivity.Matrix(matrix), new()));

        Assert.Contains("synapse 1 is 4", Refusal(Connectivity.List(new[] { 0, 0 }, new[] { 3, 4 })), StringComparison.Ordinal);
        Assert.Contains("source 0 is -1", Refusal(Connectivity.Rows(new long[] { 0, 1, 1, 1, 1 }, _ => new[] { -1 })), StringComparison.Ordinal);
        Assert.Contains("[2, 2]", Refusal(Connectivity.Matrix(new double[2, 2])), StringComparison.Ordinal);

        Synapses Given(double w0, double w1, double w2, double d0, double d1, double d2) =>
            new() { Weight = SynapseValues.Each(new[] { w0, w1, w2 }), Delay = SynapseValues.Each(new[] { d0, d1, d2 }) };
        Synapse[] Join(Connectivity connectivity, Synapses synapses) => [.. network.Connect(neurons, neurons, connectivity, synapses).Synapses];
        string Refusal(Connectivity connectivity) => Assert.Throws<ArgumentException>(() => Join(connectivity, new())).Message;
    }

    [Fact]
    public void Drawn_weights_and_delays_have_the_distribution_that_was_asked_for()
    {
        using Population<double> neurons = TestNeurons.DeltaLif(300);
        using Network network = new(0.1, seed: 3);
        network.Add(neurons);
        Synapse[] synapses = Draw(new() { Weight = SynapseValues.Normal(2, 0.5), Delay = SynapseValues.Uniform(0.1, 3) });
        double mean = synapses.Average(s => s.Weight), deviation = Math.Sqrt(synapses.Average(s => (s.Weight - mean) * (s.Weight - mean)));
        Assert.InRange(mean, 1.99, 2.01);
        Assert.InRange(deviation, 0.49, 0.51);
        Assert.InRange(synapses.Count(s => Math.Abs(s.Weight - 2) < 0.5) / 90_000.0, 0.677, 0.689);
        Assert.Equal(30, synapses.Select(s => Math.Round(s.Delay / 0.1)).Distinct().Count());
        Assert.InRange(synapses.Average(s => s.Delay), 1.54, 1.56);

        Synapse[] clipped = Draw(new() { Weight = SynapseValues.Normal(0, 1, -1, 0.5) });
        Assert.Equal((-1, 0.5), (clipped.Min(s => s.Weight), clipped.Max(s => s.Weight)));

        Synapse[] Draw(Synapses kind) => [.. network.Connect(neurons, neurons, Connectivity.AllToAll(), kind).Synapses];
    }

    private static (int Source, int Target)[] Pairs(Connectivity connectivity, int count, ulong seed = 0)
    {
        using Population<double> neurons = TestNeurons.DeltaLif(count);
        using Network network = new(1, seed);
        network.Add(neurons);
        return [.. network.Connect(neurons, neurons, connectivity, new()).Synapses.Select(s => (s.Source, s.Target))];
    }
}
