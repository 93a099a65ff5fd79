using System;

namespace NeuronDsl.Data;

/// <summary>
/// A small deterministic generator: SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014). The same
/// seed gives the same numbers on every machine and runtime. Not for secrets.
/// </summary>
public sealed class RandomStream
{
    private ulong _state;

    /// <summary>A stream for a seed.</summary>
    public RandomStream(ulong seed) => _state = seed;

    /// <summary>A stream of its own for a purpose under one seed: an epoch, a layer.</summary>
    public RandomStream(ulong seed, ulong purpose) => _state = Combine(seed, purpose);

    /// <summary>Two seeds made one; (a, b) and (b, a) differ.</summary>
    public static ulong Combine(ulong seed, ulong purpose) => Mix(Mix(seed + Increment) ^ (purpose * Increment + 1));

    /// <summary>64 uniform bits.</summary>
    public ulong NextBits() => Mix(_state += Increment);

    /// <summary>Uniform in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Normal with mean 0 and variance 1 (Box and Muller, 1958; the cosine branch alone).</summary>
    public double NextNormal()
    {
        // The first is in (0, 1]: the logarithm stays finite.
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>Uniform in 0 .. bound - 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is below 1.</exception>
    public int NextInt32(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        return (int)NextInt64(bound);
    }

    /// <summary>Uniform in 0 .. bound - 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is below 1.</exception>
    public long NextInt64(long bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        // The high word of a product of 64 bits each: off from uniform by less than bound / 2^64.
        return (long)Math.BigMul(NextBits(), (ulong)bound, out _);
    }

    /// <summary>Puts items into a random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int last = items.Length - 1; last > 0; last--)
        {
            int other = NextInt32(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    private const ulong Increment = 0x9E3779B97F4A7C15;

    private static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
