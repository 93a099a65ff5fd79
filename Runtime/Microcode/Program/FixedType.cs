using System;

// Compiled into the generator as well, under a name of its own: tests see both.
#if NEURONDSL_GENERATOR
namespace NeuronDsl.Generator.Microcode;
#else
namespace NeuronDsl.Microcode;
#endif

/// <summary>
/// How the bits of a value are read: as the integer <c>raw</c> times 2^-<see cref="Fraction"/>. The fraction may exceed the width or be
/// negative. A truth value has one bit, 0 or 1.
/// </summary>
/// <param name="Width">Bits, 1 to 32; unsigned ones at most 31, so that every product of two values fits 64 bits.</param>
/// <param name="Fraction">Bits behind the binary point.</param>
/// <param name="Signed">Two's complement, or unsigned.</param>
public readonly record struct FixedType(int Width, int Fraction, bool Signed = true)
{
    /// <summary>A truth value.</summary>
    public static readonly FixedType Bool = new(1, 0, Signed: false);

    /// <summary>The least raw value.</summary>
    public long Low => Signed ? -(1L << (Width - 1)) : 0;

    /// <summary>The greatest raw value.</summary>
    public long High => Signed ? (1L << (Width - 1)) - 1 : (1L << Width) - 1;

    /// <summary>The value of one unit in the last place.</summary>
    public double Ulp => Scale(1, -Fraction);

    /// <summary>Whether a raw value has these bits.</summary>
    public bool Holds(long raw) => raw >= Low && raw <= High;

    /// <summary>The number that a raw value stands for; exact.</summary>
    public double ToDouble(long raw) => Scale(raw, -Fraction);

    /// <summary>The raw value nearest to a number, halves to even; saturated. NaN is refused.</summary>
    public long FromDouble(double value)
    {
        if (double.IsNaN(value)) throw new ArgumentException("NaN has no fixed-point value.", nameof(value));
        double scaled = Math.Round(Scale(value, Fraction), MidpointRounding.ToEven);
        return scaled <= Low ? Low : scaled >= High ? High : (long)scaled;
    }

    /// <summary>As in the program's text: s32.16 for a signed word with 16 bits behind the point, u15.0, bool.</summary>
    public override string ToString() => this == Bool ? "bool" : FormattableString.Invariant($"{(Signed ? 's' : 'u')}{Width}.{Fraction}");

    // Two factors, as 2^exponent alone may not be a double where the product is one.
    private static double Scale(double value, int exponent) => value * Math.Pow(2, exponent / 2) * Math.Pow(2, exponent - (exponent / 2));
}
