using System;

namespace MicrocodeSample;

/// <summary>
/// Random numbers for searches, which draw several for each state that they try: SplitMix64 of Steele, Lea and Flood (2014), doi:10.1145/2660193.2660195.
/// </summary>
internal sealed class SearchRandom(ulong seed)
{
    private ulong _state = seed * 0xD1342543DE82EF95;

    /// <summary>A number from 0 up to, and without, a bound of at most 2^33: off from uniform by less than 2^-31.</summary>
    public long Below(long bound)
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (long)Math.BigMul(z ^ (z >> 31), (ulong)bound, out _);
    }
}
