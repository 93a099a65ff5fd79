using System;
using System.Linq;
using NeuronDsl.Reports.Drawing;

namespace NeuronDsl.Reports;

/// <summary>How often values fall into bins of equal width: rates, intervals between spikes, learned time constants.</summary>
public sealed class Histogram : Chart
{
    private const int FewestBins = 5, MostBins = 100;

    private readonly double[] _sorted;
    private readonly int _notFinite;

    /// <summary>A histogram of values, which are copied. NaN and infinite ones are left out; the picture says how many.</summary>
    /// <param name="values">The values, in any order.</param>
    /// <exception cref="ArgumentException">No value is finite (also when there is none).</exception>
    public Histogram(ReadOnlySpan<double> values)
    {
        _sorted = Array.FindAll(values.ToArray(), double.IsFinite);
        if (_sorted.Length == 0) throw new ArgumentException($"None of the {values.Length} values is finite.", nameof(values));
        Array.Sort(_sorted);
        _notFinite = values.Length - _sorted.Length;
    }

    /// <summary>How many bins; 0 takes the width of Freedman and Diaconis (1981), 2 IQR / ∛n, within 5 to 100 bins.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or more than 10,000.</exception>
    public int Bins
    {
        get;
        init => field = value is >= 0 and <= 10_000
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Bins), value, "Bins must be 0 (automatic) to 10,000.");
    }

    /// <summary>The axis of the values; those outside its Minimum and Maximum are not counted.</summary>
    public Axis X { get; init => field = value ?? throw new ArgumentNullException(nameof(X)); } = new("Value");

    /// <summary>The axis of the counts.</summary>
    public Axis Y { get; init => field = value ?? throw new ArgumentNullException(nameof(Y)); } = new("Count");

    private protected override void Draw(SvgWriter svg)
    {
        if (X.Logarithmic || Y.Logarithmic) throw new ArgumentException("A histogram has linear axes; take the logarithm of the values instead.");
        Interval range = X.Resolve(Interval.Empty.Include(_sorted), 0);
        int bins = Bins > 0 ? Bins : BinsFor(range);
        int[] counts = Count(range, bins);
        Axis x = _notFinite == 0 ? X : X with { Title = $"{X.Label}; {Number.Count(_notFinite)} not finite left out", Unit = "" };
        Plot plot = Plot.Draw(svg, Title, new(x, range), new(Y, Y.Resolve(new(0, Math.Max(1, counts.Max() * 1.05)), 0), Downward: true));
        plot.OpenWindow();
        for (int i = 0; i < bins; i++)
        {
            if (counts[i] == 0) continue;
            double from = plot.Width * i / bins, to = plot.Width * (i + 1) / bins, top = plot.Y.Pixel(counts[i]);
            double gap = to - from > 4 ? 0.5 : 0;
            string tip = $"{Number.Short(Bound(range, i, bins))} to {Number.Short(Bound(range, i + 1, bins))}: {Number.Count(counts[i])}";
            svg.Rectangle(from + gap, top, to - from - 2 * gap, plot.Height - top, "fill", tip);
        }
        svg.CloseWindow();
    }

    private static double Bound(Interval range, int i, int bins) => range.Low + range.Length * i / bins;

    /// <summary>The bins hold their lower bound; the last one its upper bound too.</summary>
    private int[] Count(Interval range, int bins)
    {
        var counts = new int[bins];
        foreach (double value in _sorted)
        {
            if (value >= range.Low && value <= range.High) counts[Math.Min(bins - 1, (int)((value - range.Low) / range.Length * bins))]++;
        }
        return counts;
    }

    private int BinsFor(Interval range)
    {
        double spread = _sorted[_sorted.Length * 3 / 4] - _sorted[_sorted.Length / 4];
        double width = 2 * spread / Math.Cbrt(_sorted.Length);
        return width > 0 ? (int)Math.Clamp(Math.Ceiling(range.Length / width), FewestBins, MostBins) : FewestBins;
    }
}
