using System;
using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Microcode.Networks;

/// <summary>What a network did with a sample.</summary>
/// <param name="Spikes">How often each neuron of the last layer fired.</param>
/// <param name="Potentials">The raw potentials after the last step, [layer][neuron].</param>
/// <param name="SynapticOperations">Weights that were added: one for each output that a spike, or an input that is not 0, goes to.</param>
public sealed record NetworkResult(int[] Spikes, int[][] Potentials, long SynapticOperations)
{
    /// <summary>The class: the neuron that fired most, the first of several.</summary>
    public int Class => Array.IndexOf(Spikes, Spikes.Max());
}

/// <summary>
/// Layers of leaky integrate-and-fire neurons in words of 16 bits. A sample's values are held over all steps; from the second layer on inputs are
/// spikes. <see cref="Run"/> is the definition that emitted programs are held to.
/// </summary>
/// <param name="layers">The layers, the first one's inputs the sample's values.</param>
/// <param name="steps">How many time steps a sample lasts.</param>
public sealed class LifNetwork(IReadOnlyList<LifLayer> layers, int steps)
{
    /// <summary>The layers.</summary>
    public IReadOnlyList<LifLayer> Layers { get; } = layers;

    /// <summary>How many time steps a sample lasts.</summary>
    public int Steps { get; } = steps;

    /// <summary>Classifies a sample.</summary>
    /// <param name="sample">Raw values in the first layer's input format.</param>
    public NetworkResult Run(ReadOnlySpan<int> sample)
    {
        FixedEvaluator[] neurons = [.. Layers.Select(l => new FixedEvaluator(l.Program, l.Outputs))];
        int[] given = sample.ToArray(), spikes = new int[Layers[^1].Outputs];
        long operations = given.Count(v => v != 0) * (long)Layers[0].Outputs;
        Layers[0].Current(given).CopyTo(neurons[0].Inputs[0], 0);
        for (int step = 0; step < Steps; step++)
        {
            for (int l = 0; l < neurons.Length; l++)
            {
                if (l > 0)
                {
                    int[] arriving = [.. neurons[l - 1].Spikes.Select(s => s ? 1 : 0)];
                    operations += arriving.Sum() * (long)Layers[l].Outputs;
                    Layers[l].Current(arriving).CopyTo(neurons[l].Inputs[0], 0);
                }

                neurons[l].Step();
            }

            for (int n = 0; n < spikes.Length; n++) if (neurons[^1].Spikes[n]) spikes[n]++;
        }

        return new NetworkResult(spikes, [.. neurons.Select(n => n.States[0])], operations);
    }
}
