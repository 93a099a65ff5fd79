// Compiled into the generator as well, under a name of its own: tests see both.
#if NEURONDSL_GENERATOR
namespace NeuronDsl.Generator.Microcode;
#else
namespace NeuronDsl.Microcode;
#endif

/// <summary>How the bits that a shift to the right drops are accounted for.</summary>
public enum FixedRounding
{
    /// <summary>Dropped: the next integer below, as arithmetic shifts have it.</summary>
    Floor,

    /// <summary>To the nearest integer, halves upwards: half a unit is added, then the bits are dropped.</summary>
    Nearest,

    /// <summary>To the nearest integer, halves to the even one.</summary>
    NearestEven,

    /// <summary>
    /// Up with the probability of the dropped bits: a draw of as many random bits is added, then they are dropped. Shifts beyond
    /// <see cref="FixedRandom.Bits"/> take the draw as the upper ones of the dropped bits, and zeros below.
    /// </summary>
    Stochastic,
}
