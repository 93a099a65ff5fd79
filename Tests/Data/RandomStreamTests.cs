using System;
using NeuronDsl.Data;
using Xunit;

namespace NeuronDsl.Tests.Data;

public class RandomStreamTests
{
    [Fact]
    public void It_is_SplitMix64()
    {
        // The first outputs for seed 1234567, as the algorithm's reference tables (e.g. Rosetta Code) give them.
        var random = new RandomStream(1234567);
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        foreach (ulong bits in expected) Assert.Equal(bits, random.NextBits());
    }

    [Fact]
    public void A_bound_beyond_32_bits_is_reached_and_kept()
    {
        var random = new RandomStream(1);
        const long Bound = 5L << 40;
        int[] counts = new int[5];
        for (int i = 0; i < 100_000; i++) counts[random.NextInt64(Bound) >> 40]++;

        // Five standard deviations.
        Assert.All(counts, count => Assert.InRange(count, 20_000 - 633, 20_000 + 633));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt64(0));
    }

    [Fact]
    public void Uniform_numbers_are_uniform()
    {
        var random = new RandomStream(1);
        int[] counts = new int[10];
        double sum = 0;
        for (int i = 0; i < 100_000; i++)
        {
            counts[random.NextInt32(10)]++;
            sum += random.NextDouble();
        }

        // Five standard deviations.
        Assert.All(counts, count => Assert.InRange(count, 10_000 - 475, 10_000 + 475));
        Assert.InRange(sum / 100_000, 0.5 - 0.0046, 0.5 + 0.0046);
    }
}
