using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PapersSample.Reproduction;

/// <summary>The mean of a figure over seeds and its standard deviation (that of the sample, with n - 1).</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The standard deviation; 0 for one seed.</param>
/// <param name="Count">Seeds.</param>
internal readonly record struct Spread(double Mean, double Deviation, int Count)
{
    /// <summary>The standard error of the mean; 0 for one seed.</summary>
    public double StandardError => Deviation / Math.Sqrt(Count);

    /// <summary>The spread of some figures.</summary>
    public static Spread Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double mean = all.Average();
        return new Spread(mean, all.Length < 2 ? 0 : Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Length - 1)), all.Length);
    }

    /// <summary>The spread of one figure of some results.</summary>
    public static Spread Of<T>(IEnumerable<T> results, Func<T, double> figure) => Of(results.Select(figure));

    /// <summary>The spread of the differences of two figures seed by seed.</summary>
    public static Spread OfDifferences(IEnumerable<double> values, IEnumerable<double> others) => Of(values.Zip(others, (value, other) => value - other));

    /// <summary>Whether the mean lies below a bound by more than its own standard error.</summary>
    public bool IsBelow(double bound) => Mean + StandardError < bound;

    /// <summary>Whether the mean lies above a bound by more than its own standard error.</summary>
    public bool IsAbove(double bound) => Mean - StandardError > bound;

    /// <summary>"96.1 ± 0.4", or the mean alone where there is one seed.</summary>
    /// <param name="format">The format of either number.</param>
    public string ToString(string format) =>
        Count < 2 ? Mean.ToString(format, CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{Mean.ToString(format, CultureInfo.InvariantCulture)} ± {Deviation.ToString(format, CultureInfo.InvariantCulture)}");

    /// <inheritdoc/>
    public override string ToString() => ToString("0.###");
}
