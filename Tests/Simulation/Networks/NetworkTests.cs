using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using NeuronDsl.Simulation;
using Xunit;

namespace NeuronDsl.Tests.Simulation.Networks;

public class NetworkTests
{
    // Number of spikes and checksum over (step, neuron) of Brian2 2.5.1, numpy target, on the same network for 300 ms.
    [Theory]
    [InlineData(false, false, 3227, 2491649023682097581)]
    [InlineData(false, true, 3227, 2491649023682097581)]
    [InlineData(true, false, 3190, 16442275720956335186)]
    [InlineData(true, true, 3190, 16442275720956335186)]
    public void Every_spike_is_the_one_that_Brian2_finds(bool randomDelays, bool stored, int count, ulong checksum)
    {
        using Population<double> neurons = BenchmarkNetwork.Neurons();
        using Network network = BenchmarkNetwork.Build(neurons, randomDelays, stored);
        SpikeRecorder recorder = network.RecordSpikes(neurons);
        long spikes = network.Run(300);
        ulong found = 0;
        foreach (Spike spike in recorder.Spikes) found = unchecked((found * 1000003) + ((ulong)spike.Step * 1009) + (ulong)spike.Neuron + 1);
        Assert.Equal(count, spikes);
        Assert.Equal(count, recorder.Spikes.Count);
        Assert.Equal(checksum, found);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_number_of_threads_gives_the_same_bits(bool stored)
    {
        double[][] states = [.. new[] { 1, 2, 3 }.Select(threads =>
        {
            using Population<double> neurons = BenchmarkNetwork.Neurons();
            using Network network = BenchmarkNetwork.Build(neurons, randomDelays: true, stored);
            // Weights with all their digits in use, so that another order of additions is another sum.
            Synapses drawn = new() { Weight = SynapseValues.Normal(0, 0.1), Delay = SynapseValues.Uniform(0.1, 2) };
            network.Connect(neurons, neurons, Connectivity.FixedProbability(0.2), drawn);
            network.Threads = threads;
            Assert.True(network.Run(100) > 500);
            return neurons.State("V").ToArray();
        })];
        Assert.Equal(states[0], states[1]);
        Assert.Equal(states[0], states[2]);
    }

    [Theory]
    [InlineData(0.1, 2)]
    [InlineData(0.5, 6)]
    public void A_spike_arrives_at_the_start_of_the_step_that_begins_a_delay_after_the_spikes_own_has_ended(double delay, int steps)
    {
        using Population<double> relays = TestNeurons.Relay(1), listeners = TestNeurons.Listener(1);
        using Network network = new(0.1);
        network.Add(relays);
        network.Add(listeners);
        network.Connect(relays, listeners, Connectivity.OneToOne(), new() { Weight = 2.5, Delay = delay, Port = "A" });
        network.Fire(relays, 0);
        List<double> heard = [];
        for (int step = 1; step <= steps; step++)
        {
            network.Fire(relays);
            heard.Add(listeners.State("A")[0]);
        }

        Assert.Equal([.. Enumerable.Repeat(0.0, steps - 1), 2.5], heard);
    }

    [Fact]
    public void An_input_has_arrivals_on_top_of_its_own_value_for_one_step()
    {
        using Population<double> relays = TestNeurons.Relay(3), listeners = TestNeurons.Listener(2);
        using Network network = new(1);
        network.Add(relays);
        network.Add(listeners);
        listeners.Input("X").Fill(10);
        network.Connect(relays, listeners, Connectivity.AllToAll(), new() { Weight = 0.5, Port = "X" });
        network.Connect(relays, listeners, Connectivity.AllToAll(), new() { Weight = SynapseValues.Each(_ => 4), Port = "X", Targets = 1.. });
        List<double> first = [], second = [];
        int[][] fired = [[0, 2], [], [], []];
        foreach (int[] neurons in fired)
        {
            network.Fire(relays, neurons);
            first.Add(listeners.State("Heard")[0]);
            second.Add(listeners.State("Heard")[1]);
        }

        Assert.Equal([10, 10, 11, 10], first);
        Assert.Equal([10, 10, 19, 10], second);
        Assert.Equal([10, 10], listeners.Input("X").ToArray());
    }

    [Fact]
    public void Each_projection_goes_to_its_own_port_and_range()
    {
        using Population<double> relays = TestNeurons.Relay(4), listeners = TestNeurons.Listener(5);
        using Network network = new(1);
        network.Add(relays);
        network.Add(listeners);
        Synapses later = new() { Weight = 1, Port = "A", Sources = 1..3, Targets = 3.. };
        Projection projection = network.Connect(relays, listeners, Connectivity.OneToOne(), later);
        network.Connect(relays, listeners, Connectivity.OneToOne(), new() { Weight = -1, Port = "B", Sources = ..2, Targets = ..2 });
        Assert.Equal([new Synapse(1, 3, 1, 1), new Synapse(2, 4, 1, 1)], projection.Synapses);
        network.Fire(relays, 0, 1, 2, 3);
        network.Run(2);
        Assert.Equal([0, 0, 0, 1, 1], listeners.State("A").ToArray());
        Assert.Equal([-1, -1, 0, 0, 0], listeners.State("B").ToArray());
    }

    [Fact]
    public void What_cannot_be_joined_is_refused_by_name()
    {
        using Population<double> relays = TestNeurons.Relay(4), listeners = TestNeurons.Listener(5);
        using Network network = new(0.1);
        network.Add(relays);
        Assert.Contains("Add it first", Refusal(new()), StringComparison.Ordinal);
        network.Add(listeners);
        Assert.Contains("in the network already", Assert.Throws<ArgumentException>(() => network.Add(listeners)).Message, StringComparison.Ordinal);
        Assert.Contains("several receiving states: name the port", Refusal(new()), StringComparison.Ordinal);
        Assert.Contains("no port 'C'. Its receiving states: A, B; its inputs: X", Refusal(new() { Port = "C" }), StringComparison.Ordinal);
        Synapses one = new() { Port = "A", Sources = ..1, Targets = ..1 };
        Assert.Contains("A delay of 0.04 is 0 steps", Refusal(one with { Delay = 0.04 }), StringComparison.Ordinal);
        Assert.Contains("4 and 5", Refusal(new() { Port = "A" }), StringComparison.Ordinal);
        Assert.Contains("is NaN", Refusal(one with { Weight = SynapseValues.Each(_ => double.NaN) }), StringComparison.Ordinal);
        Assert.Contains("no positive multiple", Assert.Throws<ArgumentException>(() => network.Run(0.15)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Network(0));

        string Refusal(Synapses synapses) =>
            Assert.Throws<ArgumentException>(() => network.Connect(relays, listeners, Connectivity.OneToOne(), synapses)).Message;
    }

    [Fact]
    public void What_memory_cannot_hold_is_refused_with_what_it_needs_before_any_is_taken()
    {
        using Population<double> relays = TestNeurons.Relay(1_000_000);
        using Network network = new(0.1);
        network.Add(relays);
        string refusal = Refusal();
        Assert.Contains("1,000,000,000,000 synapses need 12,000,004,000,000 bytes, 12 each", refusal, StringComparison.Ordinal);
        Assert.EndsWith("bytes are available; nothing was allocated.", refusal, StringComparison.Ordinal);
        network.MemoryLimit = 1_000_000;
        Assert.Contains("but 1,000,000 bytes are available", Refusal(), StringComparison.Ordinal);
        Assert.Empty(network.Projections);

        string Refusal() => Assert.Throws<InsufficientMemoryException>(
            () => network.Connect(relays, relays, Connectivity.AllToAll(), new() { Weight = SynapseValues.Uniform(0, 1), Port = "X" })).Message;
    }

    [Fact]
    public void Shared_weights_and_delays_take_two_bytes_a_synapse()
    {
        using Population<double> neurons = TestNeurons.DeltaLif(1000);
        using Network network = new(0.1);
        network.Add(neurons);
        Projection one = network.Connect(neurons, neurons, Connectivity.AllToAll(), new() { Weight = 0.1 });
        Projection drawn = network.Connect(neurons, neurons, Connectivity.AllToAll(), new() { Weight = SynapseValues.Uniform(0, 1) });
        Assert.Equal((2 * one.Count) + (4 * 1000), one.Bytes);
        Assert.Equal((10 * drawn.Count) + (4 * 1000), drawn.Bytes);
    }

    [Fact]
    public void Progress_is_reported_to_the_end_and_a_cancelled_run_goes_on_as_if_it_had_not_been()
    {
        using Population<double> whole = BenchmarkNetwork.Neurons(), broken = BenchmarkNetwork.Neurons();
        using Network unbroken = BenchmarkNetwork.Build(whole, randomDelays: true), resumed = BenchmarkNetwork.Build(broken, randomDelays: true);
        SpikeRecorder expected = unbroken.RecordSpikes(whole), found = resumed.RecordSpikes(broken);
        Reports reports = new();
        unbroken.Run(50, reports);
        Assert.Equal(100, reports.Seen.Count);
        Assert.Equal(new RunProgress(50, 50, expected.Count), reports.Seen[^1]);

        using CancellationTokenSource cancellation = new();
        Reports cancels = new() { At = 20, Then = cancellation.Cancel };
        Assert.Throws<OperationCanceledException>(() => resumed.Run(50, cancels, cancellation.Token));
        Assert.InRange(resumed.StepIndex, 200, 205);
        resumed.Run(50 - resumed.Time);
        Assert.Equal(expected.Spikes, found.Spikes);
        Assert.Equal(whole.State("V").ToArray(), broken.State("V").ToArray());
    }

    private sealed class Reports : IProgress<RunProgress>
    {
        public List<RunProgress> Seen { get; } = [];

        public double At { get; init; } = double.PositiveInfinity;

        public Action? Then { get; init; }

        public void Report(RunProgress value)
        {
            Seen.Add(value);
            if (value.Time >= At) Then?.Invoke();
        }
    }
}
