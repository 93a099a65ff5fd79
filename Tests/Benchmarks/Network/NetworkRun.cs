using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using NeuronDsl.Benchmarks.Measuring;
using NeuronDsl.Simulation;
using SimulationSample.Neurons;

namespace NeuronDsl.Benchmarks.Network;

/// <summary>One second of the network of 10,000 neurons, in a process of its own, so that its memory can be told.</summary>
/// <param name="WallSeconds">The simulation, without its set-up.</param>
/// <param name="CpuSeconds">The same in processor time.</param>
/// <param name="Spikes">Spikes of all neurons.</param>
/// <param name="Synapses">Synapses.</param>
/// <param name="SynapseBytes">What the synapses take.</param>
/// <param name="ProcessBytes">The most that the whole process took.</param>
internal sealed record NetworkRun(double WallSeconds, double CpuSeconds, long Spikes, long Synapses, long SynapseBytes, long ProcessBytes)
{
    /// <summary>Makes this program run the network and nothing else: the folder of the graph, and whether delays are drawn.</summary>
    public const string Argument = "network-run";

    private const double Dt = 0.1, Duration = 1_000, SharedDelay = 1.5;
    private const int Excitatory = 8_000;

    /// <summary>Runs it in a child.</summary>
    public static NetworkRun Measure(string folder, bool randomDelays)
    {
        string[] cells = Child.Run([Argument, folder, randomDelays.ToString()]).Printed.Split(' ');
        double Number(int k) => double.Parse(cells[k], CultureInfo.InvariantCulture);
        return new NetworkRun(Number(0), Number(1), (long)Number(2), (long)Number(3), (long)Number(4), (long)Number(5));
    }

    /// <summary>The child's part.</summary>
    public static int Run(string folder, bool randomDelays)
    {
        using var graph = new GraphFiles(folder);
        int count = graph.Potentials.Length;
        using var neurons = new DeltaLif.Population(count, solver: Solver.Euler);
        graph.Potentials.CopyTo(neurons.V);
        graph.Drives.CopyTo(neurons.Mu);
        using var network = new NeuronDsl.Simulation.Network(Dt);
        network.Add(neurons);
        Connect(..Excitatory, 0.1);
        Connect(Excitatory.., -0.5);

        // The kernels are compiled before the clock starts, as the peers' are.
        SpikeRecorder spikes = network.RecordSpikes(neurons);
        double cpu = CpuClock.Seconds;
        long start = Stopwatch.GetTimestamp();
        network.Run(Duration);
        double wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        cpu = CpuClock.Seconds - cpu;
        using Process own = Process.GetCurrentProcess();
        FormattableString line = $"{wall} {cpu} {spikes.Spikes.Count} {network.Projections.Sum(p => (long)p.Count)} {network.Projections.Sum(p => p.Bytes)} {own.PeakWorkingSet64}";
        Console.WriteLine(FormattableString.Invariant(line));
        return 0;

        void Connect(Range sources, double weight)
        {
            (int first, int length) = sources.GetOffsetAndLength(count);
            long[] rows = [.. graph.RowStarts.Skip(first).Take(length + 1).Select(start => start - graph.RowStarts[first])];
            SynapseValues delay = randomDelays ? SynapseValues.Each(place => graph.Delay(place + graph.RowStarts[first]) * Dt) : SharedDelay;
            network.Connect(neurons, neurons, Connectivity.Rows(rows, source => graph.Targets(first + source)), new() { Weight = weight, Delay = delay, Sources = sources });
        }
    }
}
