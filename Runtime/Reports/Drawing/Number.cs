using System;
using System.Globalization;
using System.Linq;

namespace NeuronDsl.Reports.Drawing;

/// <summary>How numbers are written: for readers, with few digits, under every culture the same.</summary>
internal static class Number
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>A coordinate, to a tenth of a pixel.</summary>
    public static string Pixel(double value)
    {
        string text = value.ToString("0.#", Invariant);
        return text == "-0" ? "0" : text;
    }

    /// <summary>Four significant digits, with a power of ten outside 0.001 to 1,000,000.</summary>
    public static string Short(double value)
    {
        if (double.IsNaN(value)) return "NaN";
        if (double.IsInfinity(value)) return value > 0 ? "∞" : "−∞";
        if (value == 0) return "0";
        double size = Math.Abs(value);
        // Rounding to four digits first, so that 0.99999 is placed as 1.
        int exponent = Exponent(value, 3);
        if (size < 1e-3 || exponent >= 6) return Scientific(value, 3, trim: true);
        return Minus(value.ToString("#,0." + new string('#', Math.Max(0, 3 - exponent)), Invariant));
    }

    /// <summary>A count with thousands separated.</summary>
    public static string Count(long value) => Minus(value.ToString("N0", Invariant));

    /// <summary>A fixed number of decimals.</summary>
    public static string Plain(double value, int decimals) => Minus(value.ToString("F" + decimals.ToString(Invariant), Invariant));

    /// <summary>A share as a percentage with at most one decimal.</summary>
    public static string Percent(double share) => (share * 100).ToString("0.#", Invariant) + " %";

    /// <summary>A tick: all ticks of an axis with step digit × 10^<paramref name="stepExponent"/> show the same decimals.</summary>
    public static string Tick(double value, int stepExponent, double largest)
    {
        if (value == 0) return "0";
        bool tiny = largest < 1e-3, huge = largest >= 1e6 && stepExponent >= 3;
        return tiny || huge ? Scientific(value, Math.Max(0, Exponent(value, 9) - stepExponent), trim: false) : Plain(value, Math.Clamp(-stepExponent, 0, 15));
    }

    /// <summary>10 with a raised exponent.</summary>
    public static string PowerOfTen(int exponent) => exponent == 0 ? "1" : "10" + string.Concat(exponent.ToString(Invariant).Select(Raised));

    private static string Scientific(double value, int decimals, bool trim)
    {
        string text = value.ToString((trim ? "0." + new string('#', decimals) : "0." + new string('0', decimals)) + "e0", Invariant);
        int e = text.IndexOf('e', StringComparison.Ordinal);
        string mantissa = Minus(text[..e].TrimEnd('.'));
        return mantissa + "×" + PowerOfTen(int.Parse(text[(e + 1)..], Invariant));
    }

    private static int Exponent(double value, int decimals)
    {
        string text = value.ToString("E" + decimals.ToString(Invariant), Invariant);
        return int.Parse(text[(text.IndexOf('E', StringComparison.Ordinal) + 1)..], Invariant);
    }

    private static string Minus(string text) => text.Replace('-', '−');

    private static char Raised(char digit) => digit switch { '-' => '⁻', '1' => '¹', '2' => '²', '3' => '³', _ => (char)('⁰' + (digit - '0')) };
}
