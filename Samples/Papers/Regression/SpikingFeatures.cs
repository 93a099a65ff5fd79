using System;
using System.Linq;
using NeuronDsl;
using NeuronDsl.Data;
using NeuronDsl.Simulation;

namespace PapersSample.Regression;

/// <summary>
/// The untrained part of the network: the triangular code of a number, a dense synapse with random weights, one layer of membranes. The number in [-1,
/// 1] is quantised to k of <see cref="Levels"/>, and the code is a one until the k-th interval and zero from there; sorted samples lie under one another
/// as a triangular matrix. What is read is how often each membrane spikes in each of <see cref="Windows"/> windows.
/// </summary>
/// <param name="units">Membranes.</param>
/// <param name="seed">Seeds the weights, which are the same for every membrane model.</param>
internal sealed class SpikingFeatures(int units, ulong seed)
{
    public const int Windows = 10, Levels = 200;

    /// <summary>The time step, short enough for Euler on the Hodgkin-Huxley membrane at the largest drives (0.05 is not), and how long a number is shown, ms.</summary>
    public const double Dt = 0.025, Duration = 100;

    private const int StepsPerLevel = (int)(Duration / Dt) / Levels;

    private readonly (double Weight, double Bias)[] _synapses = Draw(units, seed);

    /// <summary>Shows numbers to the membranes.</summary>
    /// <param name="membrane">The model.</param>
    /// <param name="solver">Its solver.</param>
    /// <param name="gain">Scales the drive.</param>
    /// <param name="numbers">Numbers in [-1, 1].</param>
    /// <returns>For each number the counts, [units, windows], in which the sum is the number's spikes.</returns>
    /// <exception cref="ArithmeticException">The solver diverged.</exception>
    public double[][] Show(Membrane membrane, Solver solver, double gain, double[] numbers)
    {
        using Population<double> neurons = membrane.Simulate(numbers.Length * units, solver);
        int[] levels = [.. numbers.Select(number => (int)Math.Round((number + 1) / 2 * Levels))];
        double[][] counts = [.. numbers.Select(_ => new double[units * Windows])];
        Span<double> drive = neurons.Input("Drive");
        SpikeList spikes = new();
        for (int level = 0; level < Levels; level++)
        {
            for (int sample = 0; sample < levels.Length; sample++)
            {
                if (level > 0 && level != levels[sample]) continue;
                int code = level < levels[sample] ? 1 : 0;
                for (int unit = 0; unit < units; unit++) drive[(sample * units) + unit] = gain * (_synapses[unit].Bias + (_synapses[unit].Weight * code));
            }

            spikes.Clear();
            neurons.Step(Dt, StepsPerLevel, spikes);
            int window = level * Windows / Levels;
            foreach (Spike spike in spikes.Spikes) counts[spike.Neuron / units][(spike.Neuron % units * Windows) + window]++;
        }

        foreach (double potential in neurons.State(membrane.States[0]))
        {
            if (!double.IsFinite(potential)) throw new ArithmeticException($"{membrane} diverged with {solver} at dt = {Dt} ms and a gain of {gain}.");
        }

        return counts;
    }

    // Half of the membranes are driven more while the code is one, half less; on average they are driven with a gain's worth of rheobases.
    private static (double Weight, double Bias)[] Draw(int units, ulong seed)
    {
        RandomStream random = new(seed, purpose: 1);
        return [.. Enumerable.Range(0, units).Select(_ => ((4 * random.NextDouble()) - 2, 2 * random.NextDouble()))];
    }
}
