using System;
using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using NeuronDsl;
using NeuronDsl.Distributed;
using NeuronDsl.Models;
using NeuronDsl.Simulation;

namespace DistributedSample;

/// <summary>The random network of 10,000 leaky neurons and ten million synapses, its neurons shared among the ranks.</summary>
internal static class NetworkCommand
{
    private const double Dt = 0.1, ExcitatoryWeight = 0.1, InhibitoryWeight = -0.5, Synapses = 1_000;

    public static Command Create(Communicator communicator)
    {
        Option<int> neurons = new("--neurons") { Description = "How many neurons, each with about a thousand synapses.", DefaultValueFactory = _ => 10_000 };
        Option<double> duration = new("--duration") { Description = "How long, in ms.", DefaultValueFactory = _ => 1_000 };
        Option<double> delay = new("--delay") { Description = "The delay of all synapses in ms.", DefaultValueFactory = _ => 1.5 };
        Option<bool> random = new("--random-delays") { Description = "Delays between 0.1 and 3 ms instead." };
        Option<ulong> seed = new("--seed") { Description = "Seeds the connections and where potentials begin.", DefaultValueFactory = _ => 1 };
        Option<string?> checkpoint = new("--checkpoint") { Description = "Where to save the network, and to go on from if it is there." };
        Option<double> every = new("--every") { Description = "How often to save, in ms.", DefaultValueFactory = _ => 100 };
        Command command = new("network", "Simulates 10,000 neurons, each rank some of them.") { neurons, duration, delay, random, seed, checkpoint, every };
        command.SetAction(arguments => Run(
            communicator, arguments.GetValue(neurons), arguments.GetValue(duration), arguments.GetValue(random) ? SynapseValues.Uniform(0.1, 3) : arguments.GetValue(delay),
            arguments.GetValue(seed), arguments.GetValue(checkpoint), arguments.GetValue(every)));
        return command;
    }

    private static void Run(Communicator communicator, int count, double duration, SynapseValues delay, ulong seed, string? checkpoint, double every)
    {
        using LeakyIntegrateAndFire.Population neurons = new(count, LeakyIntegrateAndFire.Brunel, Solver.Euler);
        Random random = new((int)seed);
        for (int i = 0; i < count; i++) (neurons.V[i], neurons.I[i]) = (20 * random.NextSingle(), 30 + (10 * random.NextSingle()));

        using Network network = new Network(Dt, seed).Distribute(communicator);
        network.Add(neurons);
        int excitatory = count * 4 / 5;
        Connectivity connectivity = Connectivity.FixedProbability(Math.Min(1, Synapses / count), selfConnections: false);
        network.Connect(neurons, neurons, connectivity, new() { Weight = ExcitatoryWeight, Delay = delay, Sources = ..excitatory });
        network.Connect(neurons, neurons, connectivity, new() { Weight = InhibitoryWeight, Delay = delay, Sources = excitatory.. });
        SpikeRecorder spikes = network.RecordSpikes(neurons);
        if (checkpoint is not null && DistributedNetwork.IsSaved(communicator, checkpoint))
        {
            network.Restore(communicator, checkpoint);
            Print(communicator, $"goes on from {network.Time:0.#} ms");
        }

        long bytes = communicator.BytesSent, messages = communicator.MessagesSent, start = network.StepIndex, fired = 0;
        communicator.Barrier();
        TimeSpan waited = communicator.Waited;
        Stopwatch clock = Stopwatch.StartNew();
        while (duration - network.Time > Dt / 2)
        {
            fired += network.Run(checkpoint is null ? duration - network.Time : Math.Min(Math.Round(every / Dt) * Dt, duration - network.Time));
            if (checkpoint is null) continue;
            network.Save(communicator, checkpoint);
            Print(communicator, $"saved at {network.Time:0.#} ms");
        }

        communicator.Barrier();
        double seconds = clock.Elapsed.TotalSeconds, steps = network.StepIndex - start;
        (bytes, messages) = (communicator.BytesSent - bytes, communicator.MessagesSent - messages);
        Spike[] all = communicator.Gather(spikes);
        Print(communicator, $"{communicator.Size} ranks, {count:N0} neurons, {steps:N0} steps in {seconds:0.000} s, {fired:N0} spikes");
        Print(communicator, $"rank 0 sent {messages / steps:0.###} messages and {bytes / steps:0.#} bytes a step, and spent {(communicator.Waited - waited).TotalSeconds:0.000} s in exchanges");
        Print(communicator, $"spikes {all.Length} checksum {Checksum.Of(MemoryMarshal.AsBytes(all.AsSpan()))}");
    }

    private static void Print(Communicator communicator, FormattableString line)
    {
        if (communicator.Rank == 0) Console.WriteLine(FormattableString.Invariant(line));
    }
}
