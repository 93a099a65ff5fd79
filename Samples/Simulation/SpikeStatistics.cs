using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Simulation;

namespace SimulationSample;

/// <summary>What is commonly said of spike trains.</summary>
/// <param name="spikes">The spikes, in the order of their steps.</param>
/// <param name="neurons">How many neurons there are.</param>
/// <param name="dt">The time step in ms.</param>
/// <param name="from">Spikes before this time, in ms, are transient and left out.</param>
/// <param name="until">The end of the recording in ms.</param>
internal sealed class SpikeStatistics(SpikeList spikes, int neurons, double dt, double from, double until)
{
    private const int FewestIntervals = 3;

    /// <summary>The spikes per second of each neuron, [neurons].</summary>
    public double[] Rates
    {
        get
        {
            double[] rates = new double[neurons];
            foreach (Spike spike in Settled) rates[spike.Neuron] += 1000 / (until - from);
            return rates;
        }
    }

    /// <summary>
    /// The coefficient of variation of the intervals between spikes, of each neuron with at least three: 0 for a clock, 1 for a Poisson process.
    /// </summary>
    public double[] IntervalVariations
    {
        get
        {
            var last = new double?[neurons];
            var (sums, squares, counts) = (new double[neurons], new double[neurons], new int[neurons]);
            foreach (Spike spike in Settled)
            {
                double time = TimeOf(spike);
                if (last[spike.Neuron] is { } previous)
                {
                    double interval = time - previous;
                    sums[spike.Neuron] += interval;
                    squares[spike.Neuron] += interval * interval;
                    counts[spike.Neuron]++;
                }

                last[spike.Neuron] = time;
            }

            return [.. Enumerable.Range(0, neurons).Where(i => counts[i] >= FewestIntervals).Select(i => Variation(sums[i] / counts[i], squares[i] / counts[i]))];
        }
    }

    /// <summary>The spikes of every n-th neuron within a window, renumbered from 0: what a raster shows.</summary>
    public (double[] Times, int[] Neurons) Sample(int every, double start, double end)
    {
        Spike[] shown = [.. spikes.Where(s => s.Neuron % every == 0 && TimeOf(s) >= start && TimeOf(s) <= end)];
        return ([.. shown.Select(TimeOf)], [.. shown.Select(s => s.Neuron / every)]);
    }

    /// <summary>The variance of counts over their mean: 1 for independent spikes, more for common ones.</summary>
    public static double FanoFactor(IReadOnlyList<long> counts)
    {
        double mean = counts.Average(c => (double)c);
        return counts.Average(c => (c - mean) * (c - mean)) / mean;
    }

    /// <summary>The frequency in Hz, above 5 Hz, at which a signal has most power.</summary>
    /// <param name="signal">The samples.</param>
    /// <param name="interval">The time between samples in ms.</param>
    public static double DominantFrequency(IReadOnlyList<double> signal, double interval)
    {
        double mean = signal.Average(), length = signal.Count * interval / 1000, best = 0, most = -1;
        for (int k = (int)Math.Ceiling(5 * length); k < signal.Count / 2; k++)
        {
            double real = 0, imaginary = 0;
            for (int i = 0; i < signal.Count; i++)
            {
                // A Hann window keeps the ends from leaking into every frequency.
                double value = (signal[i] - mean) * (1 - Math.Cos(2 * Math.PI * (i + 0.5) / signal.Count));
                (double sine, double cosine) = Math.SinCos(2 * Math.PI * ((long)k * i % signal.Count) / signal.Count);
                real += value * cosine;
                imaginary += value * sine;
            }

            double power = (real * real) + (imaginary * imaginary);
            if (power > most) (most, best) = (power, k / length);
        }

        return best;
    }

    private IEnumerable<Spike> Settled => spikes.Where(s => TimeOf(s) > from && TimeOf(s) <= until);

    private double TimeOf(Spike spike) => (spike.Step + 1) * dt;

    private static double Variation(double mean, double square) => Math.Sqrt(Math.Max(0, square - (mean * mean))) / mean;
}
