using System.Collections.Generic;
using NeuronDsl.Simulation;

namespace NeuronDsl.Tests.Simulation.Networks;

/// <summary>
/// 200 leaky neurons, 160 excitatory and 40 inhibitory, with delta synapses; connections, delays, drive and initial state are written with
/// integers, so that a script of another simulator writes the same ones.
/// </summary>
internal static class BenchmarkNetwork
{
    public const int Count = 200, Excitatory = 160;

    public static (int[] Sources, int[] Targets, double[] Delays) Connections(bool excitatory)
    {
        List<int> sources = [], targets = [];
        List<double> delays = [];
        for (int i = excitatory ? 0 : Excitatory; i < (excitatory ? Excitatory : Count); i++)
        {
            for (int j = 0; j < Count; j++)
            {
                if (i == j || Hash(i, j) % 5 != 0) continue;
                sources.Add(excitatory ? i : i - Excitatory);
                targets.Add(j);
                delays.Add((1 + (Hash(j, i) % 30)) * 0.1);
            }
        }

        return ([.. sources], [.. targets], [.. delays]);
    }

    public static Population<double> Neurons()
    {
        Population<double> neurons = TestNeurons.DeltaLif(Count);
        for (int i = 0; i < Count; i++)
        {
            neurons.State("V")[i] = i * 37 % 200 / 10.0;
            neurons.Input("Mu")[i] = 25 + (i * 61 % 200 / 20.0);
        }

        return neurons;
    }

    /// <param name="neurons">From <see cref="Neurons"/>.</param>
    /// <param name="randomDelays">Delays of 0.1 to 3 ms; else all are 1.5 ms.</param>
    /// <param name="stored">Whether each synapse stores its weight; else all share one.</param>
    public static Network Build(Population<double> neurons, bool randomDelays, bool stored = false)
    {
        Network network = new(0.1, seed: 5);
        network.Add(neurons);
        foreach (bool excitatory in new[] { true, false })
        {
            (int[] sources, int[] targets, double[] delays) = Connections(excitatory);
            double weight = excitatory ? 0.3 : -1.5;
            network.Connect(neurons, neurons, Connectivity.List(sources, targets), new()
            {
                Weight = stored ? SynapseValues.Each(_ => weight) : weight,
                Delay = randomDelays ? SynapseValues.Each(delays) : 1.5,
                Sources = excitatory ? ..Excitatory : Excitatory..,
            });
        }

        return network;
    }

    private static int Hash(int a, int b) => (int)(((a * 7919L) + (b * 104729L) + ((long)a * b * 31) + 12345) % 65537);
}
