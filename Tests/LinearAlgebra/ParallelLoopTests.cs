using System;
using System.Threading;
using NeuronDsl.LinearAlgebra;
using Xunit;

namespace NeuronDsl.Tests.LinearAlgebra;

public class ParallelLoopTests
{
    [Fact]
    public void Every_part_runs_exactly_once_in_every_run()
    {
        int[] calls = new int[40];
        var loop = new ParallelLoop(part =>
        {
            Interlocked.Increment(ref calls[part]);
            Thread.SpinWait(20);
        });

        // Often and at once, so that helpers of one run also wake up in a later one.
        for (int run = 0; run < 1_000; run++) loop.Run(run % 2 == 0 ? 40 : 20);
        for (int part = 0; part < 40; part++) Assert.Equal(part < 20 ? 1_000 : 500, calls[part]);
    }

    [Fact]
    public void An_exception_in_a_part_reaches_the_caller_after_the_others_have_run()
    {
        int ran = 0;
        var loop = new ParallelLoop(part =>
        {
            Interlocked.Increment(ref ran);
            if (part == 1) throw new InvalidOperationException("part 1");
        });
        Assert.Equal("part 1", Assert.Throws<InvalidOperationException>(() => loop.Run(4)).Message);
        Assert.Equal(4, ran);
    }
}
