using System;
using System.Globalization;
using NeuronDsl.Reports.Drawing;

namespace NeuronDsl.Reports;

/// <summary>One axis of a chart: what it shows, in which unit, and optionally over which range.</summary>
/// <param name="Title">The quantity: "Time", "Membrane potential".</param>
/// <param name="Unit">Its unit, printed in parentheses behind the title; empty for none.</param>
public sealed record Axis(string Title = "", string Unit = "")
{
    /// <summary>The lower end; null takes it from the data. What lies below is cut off.</summary>
    public double? Minimum { get; init; }

    /// <summary>The upper end; null takes it from the data. What lies above is cut off.</summary>
    public double? Maximum { get; init; }

    /// <summary>Decades at equal distances. Values at or below 0 break the line, as NaN does.</summary>
    public bool Logarithmic { get; init; }

    /// <summary>The title with its unit.</summary>
    internal string Label => Unit.Length == 0 ? Title : $"{Title} ({Unit})".TrimStart();

    /// <summary>
    /// The range to draw: the declared ends, else those of the data with <paramref name="padding"/> (a fraction of the range) around them.
    /// </summary>
    /// <exception cref="ArgumentException">The declared range is empty or not finite, or not positive on a logarithmic axis.</exception>
    internal Interval Resolve(Interval data, double padding)
    {
        if (Minimum is double low && !IsDrawable(low)) throw Bad($"Minimum {Text(low)} {Drawable}");
        if (Maximum is double high && !IsDrawable(high)) throw Bad($"Maximum {Text(high)} {Drawable}");
        if (Minimum >= Maximum) throw Bad($"Minimum {Text(Minimum.Value)} must be less than Maximum {Text(Maximum.Value)}");
        return data.Widen(padding, Logarithmic).Override(Minimum, Maximum, Logarithmic);
    }

    private string Drawable =>
        Logarithmic ? "must lie between 1e-300 and 1e300, because the axis is logarithmic" : "must lie between -1e300 and 1e300";

    private bool IsDrawable(double value) => Math.Abs(value) <= Interval.Largest && (!Logarithmic || value >= Interval.SmallestPositive);

    private ArgumentException Bad(string what) => new($"Axis '{Label}': {what}.");

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
