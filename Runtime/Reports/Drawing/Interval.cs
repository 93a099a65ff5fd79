using System;

namespace NeuronDsl.Reports.Drawing;

/// <summary>A closed range of values; <see cref="Empty"/> until something is included.</summary>
internal readonly record struct Interval(double Low, double High)
{
    /// <summary>Beyond these the arithmetic of an axis overflows or vanishes; a diverged trace is drawn up to here.</summary>
    public const double Largest = 1e300, SmallestPositive = 1e-300;

    public static readonly Interval Empty = new(double.PositiveInfinity, double.NegativeInfinity);

    public bool IsEmpty => Low > High;

    public double Length => High - Low;

    public Interval Include(double value) => new(Math.Min(Low, value), Math.Max(High, value));

    /// <summary>The finite (and, on a logarithmic axis, positive) values of a span joined in.</summary>
    public Interval Include(ReadOnlySpan<double> values, bool positive = false)
    {
        var (low, high) = this;
        foreach (double value in values)
        {
            if (!double.IsFinite(value) || (positive && value <= 0)) continue;
            if (value < low) low = value;
            if (value > high) high = value;
        }
        return new(low, high);
    }

    /// <summary>Adds a fraction of the length at both ends; a range of one value gets a width, an empty one becomes [0, 1] or a decade.</summary>
    public Interval Widen(double fraction, bool logarithmic)
    {
        if (IsEmpty) return logarithmic ? new(1, 10) : new(0, 1);
        if (logarithmic)
        {
            double ratio = Math.Log10(High) - Math.Log10(Low);
            double factor = Math.Pow(10, ratio < 1e-9 ? 0.5 : ratio * fraction);
            return new(Math.Max(Low / factor, SmallestPositive), Math.Clamp(High * factor, 10 * SmallestPositive, Largest));
        }
        double low = Math.Max(Low, -Largest), high = Math.Min(High, Largest), size = Math.Max(Math.Abs(low), Math.Abs(high));
        double length = high - low;
        // Narrower than the values' own resolution: no ticks could tell its ends apart.
        double margin = length <= size * 1e-12 || length < 1e-300 ? (size < 1e-290 ? 1 : size * 0.1) : length * fraction;
        return new(low - margin, high + margin);
    }

    /// <summary>Replaces the ends that are declared; the other end gives way when it would lie on the wrong side.</summary>
    public Interval Override(double? low, double? high, bool logarithmic)
    {
        double from = low ?? Low, to = high ?? High;
        if (from < to) return new(from, to);
        double size = Math.Max(1, Math.Abs(low ?? high ?? 1));
        return low is not null
            ? new(from, logarithmic ? from * 10 : from + size)
            : new(logarithmic ? to / 10 : to - size, to);
    }
}
