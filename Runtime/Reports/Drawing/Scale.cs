using System;

namespace NeuronDsl.Reports.Drawing;

/// <summary>The map from the values of an axis to pixels 0 .. <paramref name="length"/>, and back.</summary>
/// <param name="range">The values at the two ends.</param>
/// <param name="length">Pixels from one end to the other.</param>
/// <param name="logarithmic">Decades at equal distances.</param>
/// <param name="downward">The lowest value lies at the far end, as on a y axis that points up (pixels count downwards).</param>
internal readonly struct Scale(Interval range, double length, bool logarithmic = false, bool downward = false)
{
    /// <summary>Points outside the plot keep their direction but stay this near, so that no coordinate grows without bound.</summary>
    private const double Outside = 10_000;

    private readonly double _low = logarithmic ? Math.Log10(range.Low) : range.Low;
    private readonly double _high = logarithmic ? Math.Log10(range.High) : range.High;

    public Interval Range { get; } = range;

    public double Length { get; } = length;

    public bool Logarithmic { get; } = logarithmic;

    /// <summary>Pixels per unit of value, signed; for linear axes.</summary>
    public double Slope => (downward ? -Length : Length) / (_high - _low);

    /// <summary>The pixel of a value; NaN where the axis has no place for it.</summary>
    public double Pixel(double value)
    {
        double place = Logarithmic ? value > 0 ? Math.Log10(value) : double.NaN : value;
        if (!double.IsFinite(place)) return double.NaN;
        double pixel = (place - _low) / (_high - _low) * Length;
        return Math.Clamp(downward ? Length - pixel : pixel, -Outside, Outside + Length);
    }

    /// <summary>The value at a pixel.</summary>
    public double Value(double pixel)
    {
        double fraction = pixel / Length;
        double place = _low + (_high - _low) * (downward ? 1 - fraction : fraction);
        return Logarithmic ? Math.Pow(10, place) : place;
    }
}
