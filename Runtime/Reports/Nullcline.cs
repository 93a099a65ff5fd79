using System;
using NeuronDsl.Reports.Drawing;

namespace NeuronDsl.Reports;

/// <summary>Where a derivative is zero, in the plane of two states: as a function whose zero contour is traced, or as a known curve.</summary>
public sealed class Nullcline
{
    private readonly Func<double, double, double>? _derivative;
    private readonly Series? _curve;

    /// <summary>The zero contour of a function, found to less than a tenth of a pixel.</summary>
    /// <param name="name">What the legend calls it: "dv/dt = 0".</param>
    /// <param name="derivative">The derivative at (x, y); where it is NaN or infinite nothing is drawn, and a change of sign through infinity is no zero.</param>
    public Nullcline(string name, Func<double, double, double> derivative)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(derivative);
        (Name, _derivative) = (name, derivative);
    }

    /// <summary>A curve known by its points.</summary>
    /// <param name="curve">The points and the name.</param>
    public Nullcline(Series curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        (Name, _curve) = (curve.Name, curve);
    }

    /// <summary>What the legend calls it.</summary>
    public string Name { get; }

    internal SvgPath Trace(Scale x, Scale y) =>
        _curve is not null ? Curves.ByDistance(_curve.X, _curve.Y, x, y) : ZeroContour.Trace(_derivative!, x, y);
}
