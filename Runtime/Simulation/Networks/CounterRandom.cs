using System;

namespace NeuronDsl.Simulation;

/// <summary>
/// Random numbers as a function of where they are used: the same key and counter give the same number in whatever order it is asked for,
/// so that a network can be built row by row, column by column or by several threads. SplitMix64 (Steele et al. 2014) hashes the place.
/// </summary>
internal readonly struct CounterRandom(ulong key)
{
    /// <summary>An independent stream for each number.</summary>
    public CounterRandom Stream(long number) => new(GaussianNoise.Mix(key ^ GaussianNoise.Mix((ulong)number)));

    /// <summary>Uniform in (0, 1]: the logarithm stays finite.</summary>
    public double Uniform(long counter) => ((Bits(counter) >> 11) + 1) * (1.0 / (1UL << 53));

    /// <summary>Standard normal, by the method of Box and Muller (1958).</summary>
    public double Normal(long counter) =>
        Math.Sqrt(-2 * Math.Log(Uniform(2 * counter))) * Math.Cos(2 * Math.PI * Uniform((2 * counter) + 1));

    /// <summary>Uniform among 0 .. below - 1.</summary>
    public int Below(int below, long counter) => (int)Math.BigMul(Bits(counter), (ulong)below, out _);

    private ulong Bits(long counter) => GaussianNoise.Mix(GaussianNoise.Mix(key + (ulong)counter));
}
