using System;
using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Reports.Drawing;

/// <summary>An entry of the legend: the series' number gives the colour.</summary>
internal readonly record struct LegendEntry(string Name, int Colour, bool Dashed = false);

/// <summary>What an axis asks of the layout.</summary>
/// <param name="Axis">Title and kind.</param>
/// <param name="Range">The values at its ends.</param>
/// <param name="Ticks">The ticks; null chooses them by the room there is.</param>
/// <param name="Downward">For y: the lowest value lies at the bottom (true) or at the top (false).</param>
internal sealed record AxisLayout(Axis Axis, Interval Range, IReadOnlyList<Tick>? Ticks = null, bool Downward = false);

/// <summary>Room kept free around the plot.</summary>
/// <param name="Above">Pixels between legend and plot.</param>
/// <param name="Right">Pixels right of the plot.</param>
internal readonly record struct Reserve(double Above = 0, double Right = 0);

/// <summary>
/// The rectangle between the axes, and the way around it: title, legend, ticks and axis titles are measured first, so that
/// no label is cut off, and what is left is the plot.
/// </summary>
internal sealed class Plot
{
    private const double Edge = 14, Gap = 8, LineHeight = 20, SmallestSide = 30, TickSpacing = 70, RowSpacing = 34;

    private readonly SvgWriter _svg;

    private Plot(SvgWriter svg, double left, double top, Scale x, Scale y) => (_svg, Left, Top, X, Y) = (svg, left, top, x, y);

    public double Left { get; }

    public double Top { get; }

    public Scale X { get; }

    public Scale Y { get; }

    public double Width => X.Length;

    public double Height => Y.Length;

    public double Right => Left + Width;

    public double Bottom => Top + Height;

    /// <summary>Lays out and draws everything around the plot, and the grid in it.</summary>
    public static Plot Draw(
        SvgWriter svg, string title, AxisLayout x, AxisLayout y, IReadOnlyList<LegendEntry>? legend = null, Reserve reserve = default, bool grid = true)
    {
        double top = DrawHeading(svg, title, legend ?? []) + reserve.Above;

        // The left margin needs the y ticks, these need the height, and the height needs the x labels: estimated with a usual left margin.
        double roughWidth = Math.Max(SmallestSide, svg.Width - 70 - Edge - reserve.Right);
        var labels = TickLabels.Below(x.Ticks, roughWidth / x.Range.Length, svg.Height / 3.0);
        double bottom = Edge / 2 + labels.Height + (x.Axis.Label.Length > 0 ? LineHeight : 0);
        double height = Math.Max(SmallestSide, svg.Height - top - bottom);

        var yScale = new Scale(y.Range, height, y.Axis.Logarithmic, y.Downward);
        var yTicks = y.Ticks is { } rows
            ? TickLabels.Thin(rows, height / y.Range.Length, TickLabels.LineHeight)
            : Ticks.Of(yScale, (int)Math.Clamp(height / RowSpacing, 2, 10));
        double labelWidth = Math.Min(TextWidth.Widest(yTicks.Select(tick => tick.Label), Theme.TickSize), svg.Width / 3.0);
        double left = Edge / 2 + labelWidth + Gap + (y.Axis.Label.Length > 0 ? LineHeight : 0);
        left = Math.Max(left, Edge + labels.Overhang);

        double right = Edge + reserve.Right;
        double width = Math.Max(SmallestSide, svg.Width - left - right);
        var xTicks = x.Ticks is not null ? labels.Ticks : Fitting(new Scale(x.Range, width, x.Axis.Logarithmic));
        if (x.Ticks is null && xTicks.Count > 0)
        {
            // Half of the last label may stick out to the right.
            var rough = new Scale(x.Range, width, x.Axis.Logarithmic);
            double overhang = rough.Pixel(xTicks[^1].Value) + TextWidth.Of(xTicks[^1].Label, Theme.TickSize) / 2 - (width + right - 4);
            width = Math.Max(SmallestSide, width - Math.Max(0, overhang));
        }
        var plot = new Plot(svg, left, top, new Scale(x.Range, width, x.Axis.Logarithmic), yScale);
        plot.DrawAxes(x, xTicks, y, yTicks, labelWidth, labels, grid);
        return plot;
    }

    /// <summary>Opens a window in which the plot's pixels count from its upper left corner; <see cref="SvgWriter.CloseWindow"/> ends it.</summary>
    public void OpenWindow() => _svg.OpenWindow(Left, Top, Width, Height);

    private static double DrawHeading(SvgWriter svg, string title, IReadOnlyList<LegendEntry> legend)
    {
        double y = Edge, room = svg.Width - 2 * Edge;
        foreach (string line in TextWidth.Wrap(title, room, Theme.TitleSize * Theme.BoldFactor))
        {
            y += LineHeight - 2;
            svg.Text(Edge, y, line, "title");
        }
        if (title.Length > 0) y += Gap;
        if (legend.Count == 0) return y;

        const double Sample = 24;
        double x = Edge;
        y += Gap;
        foreach (LegendEntry entry in legend)
        {
            string name = TextWidth.Fit(entry.Name, room - Sample - 6, Theme.LabelSize);
            double width = Sample + 6 + TextWidth.Of(name, Theme.LabelSize);
            if (x > Edge && x + width > svg.Width - Edge) (x, y) = (Edge, y + LineHeight);
            svg.Path(new SvgPath().MoveTo(x, y).LineTo(x + Sample, y), $"line {Theme.Stroke(entry.Colour)}", Theme.Dash(entry.Colour, entry.Dashed), 2.5);
            svg.Text(x + Sample + 6, y + 4.5, name);
            x += width + 18;
        }
        return y + Edge;
    }

    /// <summary>As many ticks as fit side by side.</summary>
    private static IReadOnlyList<Tick> Fitting(Scale scale)
    {
        int target = (int)Math.Clamp(scale.Length / TickSpacing, 2, 12);
        IReadOnlyList<Tick> ticks = Ticks.Of(scale, target);
        while (target > 2 && ticks.Count > 1 && TextWidth.Widest(ticks.Select(tick => tick.Label), Theme.TickSize) + Gap > scale.Length / ticks.Count)
            ticks = Ticks.Of(scale, --target);
        return ticks;
    }

    private void DrawAxes(AxisLayout x, IReadOnlyList<Tick> xTicks, AxisLayout y, IReadOnlyList<Tick> yTicks, double labelWidth, TickLabels labels, bool grid)
    {
        var lines = new SvgPath();
        foreach (Tick tick in yTicks)
        {
            double at = Top + Y.Pixel(tick.Value);
            if (y.Ticks is null) lines.MoveTo(Left, at).LineTo(Right, at);
            _svg.Text(Left - Gap, at + 4, TextWidth.Fit(tick.Label, labelWidth + 1, Theme.TickSize), "tick", Anchor.End);
        }
        foreach (Tick tick in xTicks)
        {
            double at = Left + X.Pixel(tick.Value);
            if (x.Ticks is null) lines.MoveTo(at, Top).LineTo(at, Bottom);
            labels.Draw(_svg, at, Bottom, tick.Label);
        }
        if (grid) _svg.Path(lines, "grid");
        _svg.Path(new SvgPath().MoveTo(Left, Top).LineTo(Left, Bottom).LineTo(Right, Bottom), "axis");

        if (x.Axis.Label.Length > 0)
            _svg.Text(Left + Width / 2, Bottom + labels.Height + 14, TextWidth.Fit(x.Axis.Label, _svg.Width - 2 * Edge, Theme.LabelSize), "", Anchor.Middle);
        if (y.Axis.Label.Length > 0)
            _svg.Text(18, Top + Height / 2, TextWidth.Fit(y.Axis.Label, _svg.Height - Edge, Theme.LabelSize), "", Anchor.Middle, -90);
    }
}
