using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NeuronDsl.Distributed;
using NeuronDsl.Models;
using NeuronDsl.Simulation;
using Xunit;

namespace NeuronDsl.Tests.Distributed;

/// <summary>Networks shared among ranks, here threads: every kind of synapse gives the same spikes as on one rank.</summary>
public sealed class ShardTests
{
    private const int Count = 500;

    public enum Kind
    {
        Shared,
        Weighted,
        Plastic,
        Ranges,
        TwoPopulations,
    }

    public static TheoryData<Kind> Kinds => [.. Enum.GetValues<Kind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_synapse_gives_the_same_spikes_on_any_number_of_ranks(Kind kind)
    {
        Spike[] alone = Simulate(kind, null);
        Assert.InRange(alone.Length, 300, 200_000);
        foreach (int size in new[] { 1, 2, 3, 8 })
        {
            Assert.All(ThreadRanks.Run(size, ranks => Simulate(kind, ranks)), spikes => Assert.Equal(alone, spikes));
        }
    }

    [Fact]
    public void Runs_of_any_length_exchange_what_is_on_its_way() =>
        Assert.All(ThreadRanks.Run(3, ranks => Simulate(Kind.Weighted, ranks, pieces: 37)), spikes => Assert.Equal(Simulate(Kind.Weighted, null), spikes));

    [Fact]
    public void A_shared_network_that_is_saved_and_restored_goes_on_bit_for_bit()
    {
        string folder = Directory.CreateTempSubdirectory("neurondsl").FullName, path = Path.Combine(folder, "network");
        try
        {
            Spike[] unbroken = Simulate(Kind.Plastic, null);
            ThreadRanks.Run(2, ranks => Simulate(Kind.Plastic, ranks, (network, _) =>
            {
                network.Run(41);
                network.Save(ranks, path);
            }));
            Assert.All(
                ThreadRanks.Run(2, ranks => Simulate(Kind.Plastic, ranks, (network, duration) =>
                {
                    network.Restore(ranks, path);
                    network.Run(duration - network.Time);
                })),
                spikes => Assert.Equal(unbroken, spikes));

            var missing = Assert.Throws<AggregateException>(() => ThreadRanks.Run(3, ranks => Simulate(Kind.Plastic, ranks, (network, _) => network.Restore(ranks, path))));
            Assert.Contains(missing.InnerExceptions, e => e.Message.Contains("restored with as many ranks as saved it", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_network_is_distributed_before_it_is_connected()
    {
        using LeakyIntegrateAndFire.Population neurons = new(100);
        using Network network = new(0.1);
        network.Add(neurons);
        network.Connect(neurons, neurons, Connectivity.OneToOne(), new());
        ThreadRanks.Run(1, ranks => Assert.Throws<InvalidOperationException>(() => network.Distribute(ranks)));
    }

    [Fact]
    public void Sums_are_the_same_on_all_ranks_and_in_the_order_of_their_numbers()
    {
        float[][] values = [.. Enumerable.Range(0, 5).Select(rank => Enumerable.Range(0, 13).Select(i => MathF.Sin((rank * 13) + i) * MathF.Pow(10, rank)).ToArray())];
        float[] expected = new float[13];
        for (int i = 0; i < 13; i++)
        {
            float sum = values[0][i];
            for (int rank = 1; rank < 5; rank++) sum += values[rank][i];
            expected[i] = sum;
        }

        Assert.All(
            ThreadRanks.Run(5, ranks =>
            {
                AllReduce<float> reduce = new(ranks, 13);
                values[ranks.Rank].CopyTo(reduce.Terms);
                return reduce.Sum().ToArray();
            }),
            sum => Assert.Equal(expected, sum));
    }

    [Fact]
    public void Networks_that_differ_between_ranks_are_refused_before_training() => Assert.Contains(
        "The networks of ranks 0 and 1 differ",
        Assert.Throws<AggregateException>(() => ThreadRanks.Run(2, ranks =>
        {
            using Training.Sequential network = new(new Training.Linear(4, 2));
            network.Initialize((ulong)ranks.Rank);
            using Training.Adam adam = new(network.Parameters);
            return new DataParallelTrainer<float>(ranks, network, adam, new Training.MeanSquaredError(), new Training.ConstantEncoder(2), 4);
        })).InnerExceptions[0].Message);

    private static Spike[] Simulate(Kind kind, Communicator? ranks, int pieces = 1)
    {
        return Simulate(kind, ranks, (network, duration) =>
        {
            for (int piece = 0; piece < pieces; piece++)
            {
                double end = Math.Round(duration * (piece + 1) / pieces, 1);
                if (end - network.Time > 0.05) network.Run(Math.Round(end - network.Time, 1));
            }
        });
    }

    private static Spike[] Simulate(Kind kind, Communicator? ranks, Action<Network, double> run)
    {
        using LeakyIntegrateAndFire.Population first = Neurons(1), second = Neurons(2);
        using Network network = new(0.1, seed: 4);
        if (ranks is not null) network.Distribute(ranks);
        network.Add(first, "first");
        network.Add(second, "second");
        Connectivity some = Connectivity.FixedProbability(0.2, selfConnections: false);
        SynapseValues delays = SynapseValues.Uniform(0.4, 2);
        switch (kind)
        {
            case Kind.Shared:
                network.Connect(first, first, some, new() { Weight = 0.15, Delay = delays });
                break;
            case Kind.Weighted:
                network.Connect(first, first, some, new() { Weight = SynapseValues.Uniform(-0.3, 0.5), Delay = delays });
                network.Connect(first, first, Connectivity.FixedInDegree(7), new() { Weight = SynapseValues.Uniform(0, 0.4), Delay = 0.1 });
                break;
            case Kind.Plastic:
                network.Connect(first, first, some, new() { Weight = SynapseValues.Uniform(0, 0.3), Delay = delays, Plasticity = new PairStdp { Potentiation = 0.02, Depression = 0.01, Minimum = 0, Maximum = 0.5 } });
                break;
            case Kind.Ranges:
                network.Connect(first, first, some, new() { Weight = 0.2, Delay = 1, Sources = 50..300, Targets = 130..450 });
                break;
            default:
                network.Connect(first, second, some, new() { Weight = 0.2, Delay = 0.7 });
                network.Connect(second, first, some, new() { Weight = -0.1, Delay = delays });
                break;
        }

        SpikeRecorder spikes = network.RecordSpikes(kind == Kind.TwoPopulations ? second : first);
        run(network, 100);
        return ranks is null ? spikes.Spikes.Spikes.ToArray() : ranks.Gather(spikes);

        static LeakyIntegrateAndFire.Population Neurons(int seed)
        {
            LeakyIntegrateAndFire.Population neurons = new(Count, LeakyIntegrateAndFire.Brunel);
            Random random = new(seed);
            for (int i = 0; i < Count; i++) (neurons.V[i], neurons.I[i]) = (20 * random.NextSingle(), 18 + (8 * random.NextSingle()));
            return neurons;
        }
    }
}
