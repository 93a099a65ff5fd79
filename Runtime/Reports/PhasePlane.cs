using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Reports.Drawing;

namespace NeuronDsl.Reports;

/// <summary>The plane of two states: trajectories, nullclines and the direction of the flow.</summary>
public sealed class PhasePlane : Chart
{
    private const double ArrowSpacing = 34, ArrowLength = 22;

    /// <summary>The horizontal state. Without a trajectory its Minimum and Maximum are needed.</summary>
    public Axis X { get; init => field = value ?? throw new ArgumentNullException(nameof(X)); } = new();

    /// <summary>The vertical state. Without a trajectory its Minimum and Maximum are needed.</summary>
    public Axis Y { get; init => field = value ?? throw new ArgumentNullException(nameof(Y)); } = new();

    /// <summary>The paths taken; a dot marks where each starts.</summary>
    public IReadOnlyList<Series> Trajectories { get; init => field = value ?? throw new ArgumentNullException(nameof(Trajectories)); } = [];

    /// <summary>The curves on which a derivative is zero.</summary>
    public IReadOnlyList<Nullcline> Nullclines { get; init => field = value ?? throw new ArgumentNullException(nameof(Nullclines)); } = [];

    /// <summary>
    /// The derivatives of both states at (x, y), drawn as arrows whose length grows with the fourth root of the speed; null for none.
    /// </summary>
    public Func<double, double, (double Dx, double Dy)>? Field { get; init; }

    private protected override void Draw(SvgWriter svg)
    {
        if (Trajectories.Count == 0 && Nullclines.Count == 0 && Field is null)
            throw new ArgumentException("A phase plane needs a trajectory, a nullcline or a field; got 0 of each.");
        Interval xRange = Range(X, nameof(X), series => series.X), yRange = Range(Y, nameof(Y), series => series.Y);
        Plot plot = Plot.Draw(svg, Title, new(X, xRange), new(Y, yRange, Downward: true), Names());
        plot.OpenWindow();
        if (Field is not null) svg.Path(Arrows(Field, plot.X, plot.Y), "field");
        for (int i = 0; i < Nullclines.Count; i++)
        {
            int colour = Trajectories.Count + i;
            svg.Path(Nullclines[i].Trace(plot.X, plot.Y), $"line {Theme.Stroke(colour)}", width: 2);
        }
        for (int i = 0; i < Trajectories.Count; i++)
        {
            Series path = Trajectories[i];
            svg.Path(Curves.ByDistance(path.X, path.Y, plot.X, plot.Y), $"line {Theme.Stroke(i)}", Theme.Dash(i, path.Dashed));
            int start = 0;
            while (!double.IsFinite(path.X[start]) || !double.IsFinite(path.Y[start])) start++;
            svg.Circle(plot.X.Pixel(path.X[start]), plot.Y.Pixel(path.Y[start]), 4, Theme.Fill(i));
        }
        svg.CloseWindow();
    }

    private LegendEntry[] Names()
    {
        var nullclines = Nullclines.Select((curve, i) => new LegendEntry(curve.Name, Trajectories.Count + i));
        return [.. Legend.Of(Trajectories).Concat(nullclines.Where(entry => entry.Name.Length > 0))];
    }

    private Interval Range(Axis axis, string name, Func<Series, ReadOnlySpan<double>> values)
    {
        if (axis.Logarithmic) throw new ArgumentException($"A phase plane has linear axes; '{axis.Label}' is logarithmic.", name);
        Interval data = Interval.Empty;
        foreach (Series path in Trajectories) data = data.Include(values(path));
        if (data.IsEmpty && (axis.Minimum is null || axis.Maximum is null))
            throw new ArgumentException($"A phase plane of 0 trajectories needs Minimum and Maximum of {name}, for nothing else says how large it is.", name);
        return axis.Resolve(data, 0.06);
    }

    private static SvgPath Arrows(Func<double, double, (double Dx, double Dy)> field, Scale x, Scale y)
    {
        int columns = Math.Max(1, (int)(x.Length / ArrowSpacing)), rows = Math.Max(1, (int)(y.Length / ArrowSpacing));
        var arrows = new List<(double X, double Y, double Dx, double Dy, double Speed)>();
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                double atX = (column + 0.5) * x.Length / columns, atY = (row + 0.5) * y.Length / rows;
                var (dx, dy) = field(x.Value(atX), y.Value(atY));
                (dx, dy) = (dx * x.Slope, dy * y.Slope);
                double speed = Math.Sqrt(dx * dx + dy * dy);
                if (double.IsFinite(speed) && speed > 0) arrows.Add((atX, atY, dx / speed, dy / speed, speed));
            }
        }
        var path = new SvgPath();
        double fastest = arrows.Count == 0 ? 1 : arrows.Max(arrow => arrow.Speed);
        foreach (var (atX, atY, dx, dy, speed) in arrows)
        {
            double half = ArrowLength / 2 * Math.Max(0.3, Math.Sqrt(Math.Sqrt(speed / fastest))), head = Math.Min(5, half);
            var (tipX, tipY) = (atX + dx * half, atY + dy * half);
            path.MoveTo(atX - dx * half, atY - dy * half).LineTo(tipX, tipY);
            path.MoveTo(tipX - head * (dx + 0.5 * dy), tipY - head * (dy - 0.5 * dx)).LineTo(tipX, tipY);
            path.LineTo(tipX - head * (dx - 0.5 * dy), tipY - head * (dy + 0.5 * dx));
        }
        return path;
    }
}
