using System;
using System.Linq;

namespace NeuronDsl.Generator.Ranges;

/// <summary>
/// A closed interval of real numbers. Arithmetic rounds outwards, so that the result holds every real result of members of the operands;
/// what has no bound, or none that is known, is <see cref="All"/>.
/// </summary>
internal readonly record struct Interval(double Low, double High)
{
    public static readonly Interval All = new(double.NegativeInfinity, double.PositiveInfinity);
    public static readonly Interval Truth = new(0, 1);
    public static readonly Interval Zero = new(0, 0);

    public double Width => High - Low;

    public double Centre => IsPoint ? Low : Math.Min(Math.Max((0.5 * Low) + (0.5 * High), Low), High);

    /// <summary>The greatest absolute value.</summary>
    public double Magnitude => Math.Max(Math.Abs(Low), Math.Abs(High));

    public bool IsPoint => Low == High;

    public bool IsBounded => !double.IsInfinity(Low) && !double.IsInfinity(High);

    public static Interval Point(double value) => new(value, value);

    public bool Contains(double value) => value >= Low && value <= High;

    public bool Contains(Interval other) => other.Low >= Low && other.High <= High;

    public Interval Hull(Interval other) => new(Math.Min(Low, other.Low), Math.Max(High, other.High));

    /// <summary>What both hold; where that is nothing, the end of this one that is nearest to the other.</summary>
    public Interval Intersect(Interval other)
    {
        double low = Math.Max(Low, other.Low), high = Math.Min(High, other.High);
        return low <= high ? new(low, high) : other.Low > High ? Point(High) : Point(Low);
    }

    /// <summary>Wider by a distance on either side.</summary>
    public Interval Inflate(double by) => by == 0 ? this : this + new Interval(-by, by);

    public static Interval operator +(Interval a, Interval b) => a == Zero ? b : b == Zero ? a : Outward(a.Low + b.Low, a.High + b.High);

    public static Interval operator -(Interval a, Interval b) => b == Zero ? a : Outward(a.Low - b.High, a.High - b.Low);

    public static Interval operator -(Interval a) => new(-a.High, -a.Low);

    public static Interval operator *(Interval a, Interval b)
    {
        if (a == Zero || b == Zero) return Zero;
        double ll = Product(a.Low, b.Low), lh = Product(a.Low, b.High), hl = Product(a.High, b.Low), hh = Product(a.High, b.High);
        return Outward(Math.Min(Math.Min(ll, lh), Math.Min(hl, hh)), Math.Max(Math.Max(ll, lh), Math.Max(hl, hh)));
    }

    public static Interval operator /(Interval a, Interval b)
    {
        if (b.Contains(0)) return All;
        return a * Outward(1 / b.High, 1 / b.Low);
    }

    public Interval Square()
    {
        double low = Low <= 0 && High >= 0 ? 0 : Math.Min(Low * Low, High * High);
        return new(Math.Max(0, Down(low)), Up(Math.Max(Low * Low, High * High)));
    }

    /// <summary>The interval between two computed ends, each moved outwards by a last place for the rounding that made it.</summary>
    public static Interval Outward(double low, double high) => double.IsNaN(low) || double.IsNaN(high) ? All : new(Down(low), Up(high));

    /// <summary>The hull of some values of an elementary function, which the library gives to a few last places.</summary>
    public static Interval OfValues(params double[] values)
    {
        if (values.Any(double.IsNaN)) return All;
        double low = values.Min(), high = values.Max();
        return new(low - (Math.Abs(low) * 1e-14) - double.Epsilon, high + (Math.Abs(high) * 1e-14) + double.Epsilon);
    }

    // 0 times infinity is 0: the infinite end is never reached.
    private static double Product(double a, double b) => a == 0 || b == 0 ? 0 : a * b;

    private static double Up(double x)
    {
        if (x == 0 || double.IsInfinity(x)) return x;
        long bits = BitConverter.DoubleToInt64Bits(x);
        return BitConverter.Int64BitsToDouble(x > 0 ? bits + 1 : bits - 1);
    }

    private static double Down(double x) => -Up(-x);
}
