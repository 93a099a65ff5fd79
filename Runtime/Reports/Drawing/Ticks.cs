using System;
using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Reports.Drawing;

/// <summary>A value on an axis and how it is written.</summary>
internal readonly record struct Tick(double Value, string Label);

/// <summary>Chooses round values for an axis.</summary>
internal static class Ticks
{
    private const double Slack = 1e-9;

    /// <summary>About <paramref name="target"/> round values in the range of <paramref name="scale"/>.</summary>
    public static Tick[] Of(Scale scale, int target) =>
        scale.Logarithmic ? Logarithmic(scale.Range, Math.Max(2, target)) : Linear(scale.Range, Math.Max(2, target));

    /// <summary>Multiples of 1, 2 or 5 times a power of ten.</summary>
    public static Tick[] Linear(Interval range, int target)
    {
        var (digit, exponent) = RoundStep(range.Length / target);
        double step = Scaled(digit, exponent);
        var values = new List<double>();
        double first = Math.Ceiling(range.Low / step - Slack), last = Math.Floor(range.High / step + Slack);
        // Counted from the first, for first + 1 may equal first where a range is narrow and far from 0.
        for (int i = 0; i <= last - first; i++) values.Add(Scaled((first + i) * digit, exponent));
        double largest = values.Count == 0 ? 0 : values.Max(Math.Abs);
        return [.. values.Select(value => new Tick(value, Number.Tick(value, exponent, largest)))];
    }

    /// <summary>The numbers of <paramref name="count"/> things counted from 0, thinned to about <paramref name="target"/>.</summary>
    public static Tick[] Whole(int count, int target)
    {
        var (digit, exponent) = RoundStep(Math.Max(1, (count - 1.0) / target));
        int step = (int)Scaled(digit, exponent);
        return [.. Enumerable.Range(0, (count - 1) / step + 1).Select(i => new Tick(i * step, Number.Plain(i * step, 0)))];
    }

    /// <summary>Powers of ten; inside one or two decades also their doubles and fivefolds.</summary>
    public static Tick[] Logarithmic(Interval range, int target)
    {
        int first = (int)Math.Ceiling(Math.Log10(range.Low) - Slack), last = (int)Math.Floor(Math.Log10(range.High) + Slack);
        if (last - first >= 2)
        {
            int stride = (last - first + target) / target;
            int[] exponents = [.. Enumerable.Range(first, last - first + 1).Where(exponent => exponent % stride == 0)];
            bool plain = exponents.All(exponent => Math.Abs(exponent) <= 3);
            return [.. exponents.Select(exponent => new Tick(Scaled(1, exponent), Power(exponent, plain)))];
        }
        var within = from exponent in Enumerable.Range(first - 1, last - first + 2)
                     from digit in new[] { 1, 2, 5 }
                     let value = Scaled(digit, exponent)
                     where value >= range.Low * (1 - Slack) && value <= range.High * (1 + Slack)
                     select new Tick(value, Number.Short(value));
        Tick[] ticks = [.. within];
        return ticks.Length >= 2 ? ticks : Linear(range, target);
    }

    private static string Power(int exponent, bool plain) =>
        plain ? Number.Plain(Scaled(1, exponent), Math.Max(0, -exponent)) : Number.PowerOfTen(exponent);

    private static (int Digit, int Exponent) RoundStep(double rough)
    {
        int exponent = (int)Math.Floor(Math.Log10(rough));
        double lead = rough / Math.Pow(10, exponent);
        return lead < 1.5 ? (1, exponent) : lead < 3.5 ? (2, exponent) : lead < 7.5 ? (5, exponent) : (1, exponent + 1);
    }

    /// <summary>number × 10^exponent; dividing by an exact power gives 0.3 where multiplying by 0.1 would give 0.30000000000000004.</summary>
    private static double Scaled(double number, int exponent) => exponent < 0 ? number / Math.Pow(10, -exponent) : number * Math.Pow(10, exponent);
}
