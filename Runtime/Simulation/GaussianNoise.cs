using System;
using System.Numerics;

namespace NeuronDsl.Simulation;

/// <summary>
/// Standard normal draws as a function of where they are used: the same seed, source, neuron and step give the same number, in whatever
/// order, block or thread it is asked for. SplitMix64 (Steele et al. 2014) hashes the place, Box and Muller (1958) make it normal.
/// </summary>
public static class GaussianNoise
{
    /// <summary>One draw from N(0, 1).</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="source">Which of the neuron's noise sources.</param>
    /// <param name="neuron">The neuron.</param>
    /// <param name="step">The step.</param>
    public static double Sample(ulong seed, int source, int neuron, long step)
    {
        ulong place = Mix(Mix(seed + ((ulong)(uint)source << 32) + (uint)neuron) ^ (ulong)step);
        // Uniform in (0, 1]: the logarithm stays finite.
        double u = ((Mix(place) >> 11) + 1) * (1.0 / (1UL << 53));
        double v = (Mix(place + 1) >> 11) * (1.0 / (1UL << 53));
        return Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * v);
    }

    /// <summary>Draws for consecutive neurons.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="source">Which of the neuron's noise sources.</param>
    /// <param name="firstNeuron">The neuron of the first draw.</param>
    /// <param name="step">The step.</param>
    /// <param name="target">[neurons].</param>
    public static void Fill<T>(ulong seed, int source, int firstNeuron, long step, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < target.Length; i++) target[i] = T.CreateTruncating(Sample(seed, source, firstNeuron + i, step));
    }

    /// <summary>The finaliser of SplitMix64: every bit of the place decides about half the bits of the result.</summary>
    internal static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
