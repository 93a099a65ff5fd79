using System;
using System.Linq;
using NeuronDsl.Models;
using NeuronDsl.Simulation;
using Xunit;

namespace NeuronDsl.Tests.Simulation;

public sealed class ThreadsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public void Any_number_of_threads_leaves_the_same_bits_and_the_same_spikes(int steps)
    {
        (float[] state, Spike[] spikes) = Run(threads: 1, steps);
        Assert.NotEmpty(spikes);
        Assert.Equal(spikes.OrderBy(s => s.Step).ThenBy(s => s.Neuron), spikes);
        foreach (int threads in new[] { 2, 3, 64, 1000 })
        {
            (float[] otherState, Spike[] otherSpikes) = Run(threads, steps);
            Assert.Equal(state, otherState);
            Assert.Equal(spikes, otherSpikes);
        }
    }

    [Fact]
    public void No_threads_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new HodgkinHuxley.Population(1).Threads = 0);

    private static (float[] State, Spike[] Spikes) Run(int threads, int steps)
    {
        using var neurons = new HodgkinHuxley.Population(3_001, solver: Solver.RungeKutta4) { Threads = threads };
        for (int i = 0; i < neurons.Count; i++) neurons.I[i] = 40 * (float)i / neurons.Count;
        SpikeList spikes = new();
        for (int k = 0; k < 200 / steps; k++) neurons.Step(0.02f, steps, spikes);
        return ([.. neurons.V, .. neurons.m], [.. spikes]);
    }
}
