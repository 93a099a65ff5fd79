// Compiled into the generator as well, under a name of its own: tests see both.
#if NEURONDSL_GENERATOR
namespace NeuronDsl.Generator.Microcode;
#else
namespace NeuronDsl.Microcode;
#endif

/// <summary>
/// The random bits of stochastic rounding: xoroshiro32++ of Blackman and Vigna with 16-bit words (rotations 13, 10 and 9, shift 5), as FeNN's vector
/// unit has it: rounding takes the lower bits of a draw, <see cref="FixedOpcode.Random"/> its upper 15. Each neuron has a state of its own for each
/// stream: s0 in the lower half of the word, s1 in the upper.
/// </summary>
public static class FixedRandom
{
    /// <summary>How many bits a draw has.</summary>
    public const int Bits = 16;

    /// <summary>One draw, from 0 to 2^16 - 1, and the state after it.</summary>
    public static int Next(ref uint state)
    {
        uint s0 = state & 0xFFFF, s1 = state >> 16;
        uint draw = (Rotate(s0 + s1, 9) + s0) & 0xFFFF;
        s1 ^= s0;
        s0 = Rotate(s0, 13) ^ s1 ^ ((s1 << 5) & 0xFFFF);
        s1 = Rotate(s1, 10);
        state = (s1 << 16) | s0;
        return (int)draw;
    }

    /// <summary>The state that a neuron's stream starts in: never zero, which would stay zero.</summary>
    public static uint Seed(uint seed, int neuron, int stream)
    {
        // The finaliser of MurmurHash3 over distinct places.
        uint x = unchecked((seed * 0x9E3779B9u) + ((uint)neuron * 0x85EBCA6Bu) + ((uint)stream * 0xC2B2AE35u) + 0x165667B1u);
        x = unchecked((x ^ (x >> 16)) * 0x85EBCA6Bu);
        x = unchecked((x ^ (x >> 13)) * 0xC2B2AE35u);
        x ^= x >> 16;
        return x == 0 ? 1 : x;
    }

    private static uint Rotate(uint x, int count) => ((x << count) | ((x & 0xFFFF) >> (16 - count))) & 0xFFFF;
}
