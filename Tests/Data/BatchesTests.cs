using System;
using System.Linq;
using NeuronDsl.Data;
using NeuronDsl.Tests.Training;
using Xunit;

namespace NeuronDsl.Tests.Data;

public class BatchesTests
{
    private static readonly Dataset Data = TestData.Noise(103, 2, 2);

    [Fact]
    public void An_epoch_has_every_sample_once()
    {
        var batches = new Batches(Data, 10, seed: 1);
        batches.StartEpoch(4);
        Assert.Equal(Enumerable.Range(0, 103), Epoch(batches).Order());
        Assert.Equal((11, 3), (batches.Count, batches[10].Length));
    }

    [Fact]
    public void Order_follows_seed_and_epoch_alone()
    {
        var (batches, again, other) = (new Batches(Data, 10, seed: 1), new Batches(Data, 10, seed: 1), new Batches(Data, 10, seed: 2));
        int[] first = Epoch(batches);
        batches.StartEpoch(7);
        again.StartEpoch(3);
        again.StartEpoch(7);
        Assert.Equal(Epoch(batches), Epoch(again));
        Assert.NotEqual(first, Epoch(batches));
        Assert.NotEqual(first, Epoch(other));
        Assert.Equal(Enumerable.Range(0, 103), Epoch(new Batches(Data, 10, shuffle: false)));
    }

    [Fact]
    public void Every_place_is_equally_likely()
    {
        // Where sample 0 lands in 20,600 epochs: 200 times in each of 103 places, chi-squared with 102 degrees of freedom below its 99.99 % point.
        var batches = new Batches(Data, 103, seed: 5);
        int[] counts = new int[103];
        for (int epoch = 0; epoch < 20_600; epoch++)
        {
            batches.StartEpoch(epoch);
            counts[batches[0].IndexOf(0)]++;
        }

        Assert.InRange(counts.Sum(count => (count - 200.0) * (count - 200.0) / 200), 55, 162);
    }

    [Fact]
    public void A_smaller_last_batch_may_be_dropped()
    {
        var batches = new Batches(Data, 10, dropLast: true);
        Assert.Equal(10, batches.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => batches[10].Length);
    }

    [Theory]
    [InlineData(0), InlineData(104)]
    public void A_batch_larger_than_the_set_is_refused(int size) =>
        Assert.Contains(
            "a batch takes 1 to 103 of them",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Batches(Data, size)).Message,
            StringComparison.Ordinal);

    private static int[] Epoch(Batches batches) => [.. Enumerable.Range(0, batches.Count).SelectMany(batch => batches[batch].ToArray())];
}
