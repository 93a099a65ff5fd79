using System;
using NeuronDsl.Generator.Microcode;
using NeuronDsl.Generator.Ranges;

namespace NeuronDsl.Generator.FixedPoint;

/// <summary>
/// How an exponential A exp(B x + C) is brought back to where it is greatest: over each period ln 2 / |B| it halves. The number n of whole periods
/// from the end of the domain is taken off the argument; a table over one period gives the value there, and a shift by n divides it by 2^n. All numbers
/// are raw ones of the words.
/// </summary>
internal sealed record Halving
{
    /// <summary>By what part of a period the table is longer than one: what n may be too small by.</summary>
    public const double Slack = 1.0 / 64;

    /// <summary>The argument from which distances are counted, raw, at the fraction of distances.</summary>
    public long End { get; private init; }

    /// <summary>
    /// Whether distances have a bit less behind the point than arguments, rounded towards the end: the domain is wider than signed words.
    /// </summary>
    public bool Halved { get; private init; }

    /// <summary>The greatest distance, raw.</summary>
    public long Farthest { get; private init; }

    /// <summary>Periods for a unit of distance, raw, rounded down; the places behind its point; the shift of the product, and the fraction that remains.</summary>
    public long Factor { get; private init; }

    public int Places { get; private init; }

    public int Shift { get; private init; }

    public int Fraction { get; private init; }

    /// <summary>A period, raw, at the argument's fraction, and what its rounding takes from it, as a number.</summary>
    public long Period { get; private init; }

    public double Off { get; private init; }

    /// <summary>The most whole periods.</summary>
    public int Most { get; private init; }

    /// <summary>The period as a number.</summary>
    public static double PeriodOf(double rate) => Math.Log(2) / Math.Abs(rate);

    /// <summary>The arguments that a table over one period serves.</summary>
    public static Interval Window(double rate, Interval domain)
    {
        double length = PeriodOf(rate) * (1 + Slack);
        return rate > 0 ? new(domain.High - length, domain.High) : new(domain.Low, domain.Low + length);
    }

    /// <summary>The numbers for arguments of a format; null where words have no room for them.</summary>
    /// <param name="rate">B: by what the exponential grows.</param>
    /// <param name="end">Where the exponential is greatest.</param>
    /// <param name="range">The arguments that occur.</param>
    /// <param name="argument">Their format.</param>
    public static Halving? Of(double rate, double end, Interval range, FixedType argument)
    {
        double scale = Math.Pow(2, argument.Fraction), width = (rate > 0 ? end - range.Low : range.High - end) * scale;
        bool halved = width >= argument.High;
        int f = argument.Fraction - (halved ? 1 : 0);
        double unit = Math.Pow(2, f), raw = end * unit, period = PeriodOf(rate);
        // Within the end, so that no argument is brought back beyond it, and not within the arguments, so that no distance is negative.
        double anchor = rate > 0 ? Math.Floor(raw) : Math.Ceiling(raw);
        double nearest = rate > 0 ? anchor - Math.Floor(range.High * unit) : Math.Ceiling(range.Low * unit) - anchor;
        double farthest = rate > 0 ? anchor - Math.Floor(range.Low * unit) : Math.Ceiling(range.High * unit) - anchor;
        if (nearest < 0 || !argument.Holds((long)anchor) || farthest > argument.High) return null;
        int shift = argument.Width == 16 ? 15 : 32, most = (int)(farthest / (period * unit));
        for (int fraction = argument.Width - 1 - (int)Math.Ceiling(Math.Log(most + 2, 2)); fraction >= 8; fraction--)
        {
            double factor = Math.Floor(Math.Pow(2, shift + fraction - f) / period);
            if (factor > argument.High || factor < 1) continue;
            // Rounded down as well: what is brought back never passes the end.
            double rounded = Math.Floor(period * scale), off = period - (rounded / scale);
            if (((most + 1) / factor) + Math.Pow(2, 1 - fraction) + (1 / (period * unit)) + (most * off / period) > Slack || rounded > argument.High) return null;
            return new Halving
            {
                End = (long)anchor, Halved = halved, Farthest = (long)farthest, Factor = (long)factor, Places = shift + fraction - f, Shift = shift, Fraction = fraction,
                Period = (long)rounded, Off = off, Most = most,
            };
        }

        return null;
    }
}
