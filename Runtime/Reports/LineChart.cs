using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Reports.Drawing;

namespace NeuronDsl.Reports;

/// <summary>
/// Named curves over common axes: voltage traces, learning curves. Long traces are drawn by the extremes of each column of pixels, so no
/// spike is lost.
/// </summary>
public sealed class LineChart : Chart
{
    private const double SpikeRow = 11;

    /// <summary>A chart of several curves.</summary>
    /// <param name="series">The curves, in the order of their colours.</param>
    /// <exception cref="ArgumentException">There is no curve, or one is null.</exception>
    public LineChart(params IReadOnlyList<Series> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (series.Count == 0) throw new ArgumentException("A line chart needs at least one series; got 0.", nameof(series));
        if (series.Contains(null)) throw new ArgumentException("One of the series is null.", nameof(series));
        Series = [.. series];
    }

    /// <summary>The curves.</summary>
    public IReadOnlyList<Series> Series { get; }

    /// <summary>The horizontal axis.</summary>
    public Axis X { get; init => field = value ?? throw new ArgumentNullException(nameof(X)); } = new();

    /// <summary>The vertical axis.</summary>
    public Axis Y { get; init => field = value ?? throw new ArgumentNullException(nameof(Y)); } = new();

    private protected override void Draw(SvgWriter svg)
    {
        Interval xData = Interval.Empty, yData = Interval.Empty;
        foreach (Series series in Series)
        {
            xData = Extent(series, series.X, X, xData);
            yData = Extent(series, series.Y, Y, yData);
            for (int i = 0; i < series.Band.Count; i++)
            {
                if (!double.IsFinite(series.Y[i])) continue;
                yData = yData.Include(series.Y[i] + series.Band[i]);
                if (!Y.Logarithmic || series.Y[i] > series.Band[i]) yData = yData.Include(series.Y[i] - series.Band[i]);
            }
        }
        var withSpikes = Series.Where(series => series.Spikes.Count > 0).ToArray();
        var plot = Plot.Draw(svg, Title, new(X, X.Resolve(xData, 0)), new(Y, Y.Resolve(yData, 0.05), Downward: true), Legend.Of(Series),
            new Reserve(Above: withSpikes.Length * SpikeRow));

        for (int row = 0; row < withSpikes.Length; row++) DrawSpikes(svg, plot, withSpikes[row], row - withSpikes.Length);
        plot.OpenWindow();
        for (int i = 0; i < Series.Count; i++) DrawBand(svg, plot, Series[i], i);
        for (int i = 0; i < Series.Count; i++)
        {
            Series series = Series[i];
            svg.Path(Curves.ByColumn(series.X, series.Y, plot.X, plot.Y), $"line {Theme.Stroke(i)}", Theme.Dash(i, series.Dashed));
        }
        svg.CloseWindow();
        // Outside the window, for a dot on the plot's edge is a whole dot.
        for (int i = 0; i < Series.Count; i++)
        {
            if (Series[i].Dots) svg.Path(Dots(Series[i], plot), $"dots {Theme.Stroke(i)}");
        }
    }

    private static Interval Extent(Series series, ReadOnlySpan<double> values, Axis axis, Interval others)
    {
        Interval own = Interval.Empty.Include(values, axis.Logarithmic);
        if (own.IsEmpty)
            throw new ArgumentException($"Series '{series.Name}': none of its {values.Length} values is positive, but the axis '{axis.Label}' is logarithmic.");
        return others.Include(own.Low).Include(own.High);
    }

    // Along the upper edge and back along the lower one, a piece for every stretch of finite points.
    private static void DrawBand(SvgWriter svg, Plot plot, Series series, int index)
    {
        var path = new SvgPath();
        for (int first = 0, end; first < series.Band.Count; first = end + 1)
        {
            for (end = first; end < series.Band.Count && double.IsFinite(series.X[end]) && double.IsFinite(series.Y[end]);) end++;
            for (int i = first; i < end; i++)
            {
                double x = plot.X.Pixel(series.X[i]), y = Edge(plot, series.Y[i] + series.Band[i]);
                if (i == first) path.MoveTo(x, y);
                else path.LineTo(x, y);
            }

            for (int i = end - 1; i >= first; i--) path.LineTo(plot.X.Pixel(series.X[i]), Edge(plot, series.Y[i] - series.Band[i]));
        }

        svg.Path(path, $"band {Theme.Fill(index)}");
    }

    // On a logarithmic axis a band may reach below everything.
    private static double Edge(Plot plot, double y)
    {
        double pixel = plot.Y.Pixel(y);
        return double.IsFinite(pixel) ? pixel : plot.Height + 10;
    }

    private void DrawSpikes(SvgWriter svg, Plot plot, Series series, int row)
    {
        double middle = plot.Top + (row + 0.5) * SpikeRow;
        var path = new SvgPath();
        double previous = double.NaN;
        var pixels = series.Spikes.Select(plot.X.Pixel).Where(pixel => pixel >= 0 && pixel <= plot.Width).Select(pixel => Math.Round(pixel, 1));
        foreach (double pixel in pixels.Order())
        {
            if (pixel == previous) continue;
            path.MoveTo(plot.Left + pixel, middle - 3.5).LineTo(plot.Left + pixel, middle + 3.5);
            previous = pixel;
        }
        svg.Path(path, $"thin {Theme.Stroke(Series.TakeWhile(other => other != series).Count())}");
    }

    private static SvgPath Dots(Series series, Plot plot)
    {
        var path = new SvgPath();
        for (int i = 0; i < series.X.Length; i++)
        {
            var (x, y) = (plot.X.Pixel(series.X[i]), plot.Y.Pixel(series.Y[i]));
            if (x >= 0 && x <= plot.Width && y >= 0 && y <= plot.Height) path.MoveTo(plot.Left + x, plot.Top + y);
        }
        return path;
    }
}
