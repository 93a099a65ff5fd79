using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;

namespace NeuronDsl.Reports;

/// <summary>A named curve: points joined in the order given. The values are copied, so the caller's buffers may be reused.</summary>
/// <remarks>A point whose x or y is NaN or infinite is not drawn and breaks the line.</remarks>
public sealed class Series
{
    private readonly double[] _x, _y;

    /// <summary>A curve through the points (<paramref name="x"/>[i], <paramref name="y"/>[i]).</summary>
    /// <param name="name">What the legend calls it; an empty name stays out of the legend.</param>
    /// <param name="x">The abscissae, [points].</param>
    /// <param name="y">The ordinates, [points].</param>
    /// <exception cref="ArgumentException">The lengths differ, or no point is finite (also when there is none).</exception>
    public Series(string name, ReadOnlySpan<double> x, ReadOnlySpan<double> y) : this(name, x.ToArray(), y.ToArray()) { }

    /// <inheritdoc cref="Series(string, ReadOnlySpan{double}, ReadOnlySpan{double})"/>
    public Series(string name, ReadOnlySpan<float> x, ReadOnlySpan<float> y) : this(name, Widen(x), Widen(y)) { }

    /// <summary>A trace sampled every <paramref name="dt"/>: the point i lies at <paramref name="start"/> + i dt.</summary>
    /// <param name="name">What the legend calls it; an empty name stays out of the legend.</param>
    /// <param name="dt">The distance of two samples, in the unit of the x axis; finite and not 0.</param>
    /// <param name="y">The samples, [points].</param>
    /// <param name="start">Where the first sample lies.</param>
    /// <exception cref="ArgumentException">dt is 0 or not finite, start is not finite, or no sample is finite.</exception>
    public Series(string name, double dt, ReadOnlySpan<double> y, double start = 0) : this(name, Grid(dt, start, y.Length), y.ToArray()) { }

    /// <inheritdoc cref="Series(string, double, ReadOnlySpan{double}, double)"/>
    public Series(string name, double dt, ReadOnlySpan<float> y, double start = 0) : this(name, Grid(dt, start, y.Length), Widen(y)) { }

    private Series(string name, double[] x, double[] y)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (x.Length != y.Length)
            throw new ArgumentException($"Series '{name}': x has {x.Length} values and y has {y.Length}; they must be equally long.", nameof(y));
        if (!HasFinitePoint(x, y))
            throw new ArgumentException($"Series '{name}': none of the {y.Length} points is finite in x and y.", nameof(y));
        (Name, _x, _y) = (name, x, y);
    }

    /// <summary>The mean of several curves over the same points, in a band of one standard deviation (of a sample: n - 1).</summary>
    /// <param name="name">What the legend calls it.</param>
    /// <param name="x">The abscissae, [points].</param>
    /// <param name="runs">The ordinates of each curve; one that ends early counts as far as it goes, and values that are not finite do not count.</param>
    /// <exception cref="ArgumentException">No point of any curve is finite.</exception>
    public static Series OfMean(string name, ReadOnlySpan<double> x, IReadOnlyList<double[]> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        double[] means = new double[x.Length], deviations = new double[x.Length];
        bool any = false;
        for (int i = 0; i < x.Length; i++)
        {
            double[] values = [.. runs.Where(run => i < run.Length && double.IsFinite(run[i])).Select(run => run[i])];
            means[i] = values.Length == 0 ? double.NaN : values.Average();
            if (values.Length > 1) deviations[i] = Math.Sqrt(values.Sum(value => (value - means[i]) * (value - means[i])) / (values.Length - 1));
            any |= values.Length > 1;
        }

        return new Series(name, x, means) { Dots = x.Length < 30, Band = any ? deviations : [] };
    }

    /// <summary>What the legend calls the curve.</summary>
    public string Name { get; }

    /// <summary>The abscissae, [points].</summary>
    public ReadOnlySpan<double> X => _x;

    /// <summary>The ordinates, [points].</summary>
    public ReadOnlySpan<double> Y => _y;

    /// <summary>
    /// Times to mark with ticks in the curve's colour above the plot, in the unit of the x axis; values that are not finite are left out.
    /// </summary>
    public IReadOnlyList<double> Spikes { get; init => field = value ?? throw new ArgumentNullException(nameof(Spikes)); } = [];

    /// <summary>Half the height of a band around the curve, at each of its points; empty for no band.</summary>
    /// <exception cref="ArgumentException">There are neither as many values as points nor none.</exception>
    public IReadOnlyList<double> Band
    {
        get;
        init => field = value is { } && (value.Count == 0 || value.Count == _x.Length)
            ? value
            : throw new ArgumentException($"Series '{Name}': the band has {value?.Count ?? 0} values for {_x.Length} points.", nameof(Band));
    } = [];

    /// <summary>Draws a dot on every point: for curves of few points, such as one per epoch.</summary>
    public bool Dots { get; init; }

    /// <summary>Draws the line dashed: for references and targets.</summary>
    public bool Dashed { get; init; }

    private static bool HasFinitePoint(double[] x, double[] y)
    {
        for (int i = 0; i < x.Length; i++)
        {
            if (double.IsFinite(x[i]) && double.IsFinite(y[i])) return true;
        }
        return false;
    }

    private static double[] Grid(double dt, double start, int count)
    {
        if (!double.IsFinite(dt) || dt == 0)
            throw new ArgumentOutOfRangeException(nameof(dt), dt, "The distance of two samples must be finite and not 0.");
        if (!double.IsFinite(start)) throw new ArgumentOutOfRangeException(nameof(start), start, "The first sample must lie at a finite place.");
        var x = new double[count];
        for (int i = 0; i < count; i++) x[i] = start + i * dt;
        return x;
    }

    private static double[] Widen(ReadOnlySpan<float> values)
    {
        var wide = new double[values.Length];
        TensorPrimitives.ConvertTruncating(values, wide);
        return wide;
    }
}
