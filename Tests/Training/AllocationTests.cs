using System;
using System.Collections.Generic;
using Xunit;

namespace NeuronDsl.Tests.Training;

/// <summary>Run alone and without garbage collections, which blur the runtime's count of allocated bytes.</summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
[Collection(nameof(AllocationTests))]
public class AllocationTests
{
    [Theory]
    [InlineData(false, 1), InlineData(true, 1), InlineData(false, 2), InlineData(true, 2)]
    public void No_batch_allocates_after_the_first(bool spikes, int threads)
    {
        var trainer = TrainerTests.Make(seed: 1, hidden: 256, spikes, batch: 256);
        trainer.Network.Threads = threads;
        var allocated = new List<long>(16);
        var data = TestData.Noise(8 * 256, 64, 10);
        var report = new TrainerTests.Report(_ => allocated.Add(GC.GetAllocatedBytesForCurrentThread()));
        Assert.True(GC.TryStartNoGCRegion(64 << 20));
        trainer.Train(data, 1, report);
        GC.EndNoGCRegion();
        Assert.Equal(allocated[0], allocated[^1]);
    }
}
