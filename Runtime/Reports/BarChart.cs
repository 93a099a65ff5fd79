using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Reports.Drawing;

namespace NeuronDsl.Reports;

/// <summary>Bars from 0, side by side within each category.</summary>
public sealed class BarChart : Chart
{
    /// <summary>A chart of one or more rows of bars over common categories.</summary>
    /// <param name="categories">What stands below the bars.</param>
    /// <param name="bars">The rows of bars, each as long as the categories.</param>
    /// <exception cref="ArgumentException">There is no category, no bars, or the lengths differ.</exception>
    public BarChart(IReadOnlyList<string> categories, params IReadOnlyList<Bars> bars)
    {
        ArgumentNullException.ThrowIfNull(categories);
        ArgumentNullException.ThrowIfNull(bars);
        if (categories.Count == 0) throw new ArgumentException("A bar chart needs at least one category; got 0.", nameof(categories));
        if (bars.Count == 0) throw new ArgumentException("A bar chart needs bars; got 0 rows of them.", nameof(bars));
        foreach (Bars row in bars)
        {
            ArgumentNullException.ThrowIfNull(row, nameof(bars));
            if (row.Values.Count != categories.Count)
                throw new ArgumentException($"Bars '{row.Name}': {row.Values.Count} values for {categories.Count} categories.", nameof(bars));
        }
        (Categories, Bars) = ([.. categories], [.. bars]);
    }

    /// <summary>What stands below the bars.</summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>The rows of bars.</summary>
    public IReadOnlyList<Bars> Bars { get; }

    /// <summary>The title below the categories.</summary>
    public Axis X { get; init => field = value ?? throw new ArgumentNullException(nameof(X)); } = new();

    /// <summary>The vertical axis; on a logarithmic one the bars grow from the bottom.</summary>
    public Axis Y { get; init => field = value ?? throw new ArgumentNullException(nameof(Y)); } = new();

    private protected override void Draw(SvgWriter svg)
    {
        int count = Categories.Count;
        Tick[] ticks = [.. Categories.Select((category, i) => new Tick(i, category))];
        LegendEntry[] legend = [.. Bars.Select((row, i) => new LegendEntry(row.Name, i)).Where(entry => entry.Name.Length > 0)];
        Plot plot = Plot.Draw(svg, Title, new(X, new(-0.5, count - 0.5), ticks), new(Y, Range(), Downward: true), legend, new(Above: 10));

        double slot = plot.Width / count, width = Math.Min(slot * 0.76 / Bars.Count, 80);
        double ground = Y.Logarithmic ? plot.Height : Math.Clamp(plot.Y.Pixel(0), 0, plot.Height);
        var errors = new SvgPath();
        for (int i = 0; i < Bars.Count; i++)
        {
            for (int category = 0; category < count; category++)
            {
                double value = Bars[i].Values[category], pixel = plot.Y.Pixel(value);
                if (double.IsNaN(pixel)) continue;
                double x = plot.Left + plot.X.Pixel(category) + (i - Bars.Count / 2.0) * width, end = Math.Clamp(pixel, 0, plot.Height);
                double error = Bars[i].Errors.Count > 0 ? Bars[i].Errors[category] : double.NaN;
                string tip = Tip(i, category, value, error);
                svg.Rectangle(x + 0.5, plot.Top + Math.Min(end, ground), Math.Max(0.5, width - 1), Math.Abs(end - ground), Theme.Fill(i), tip);
                double top = end;
                if (!double.IsNaN(error)) top = DrawError(errors, plot, x + width / 2, value, error);
                DrawValue(svg, plot, x + width / 2, width, value, top);
            }
        }
        svg.Path(errors, "ink thin");
        if (ground < plot.Height) svg.Path(new SvgPath().MoveTo(plot.Left, plot.Top + ground).LineTo(plot.Right, plot.Top + ground), "axis");
    }

    private Interval Range()
    {
        Interval data = Interval.Empty;
        foreach (Bars row in Bars)
        {
            for (int i = 0; i < row.Values.Count; i++)
            {
                double error = row.Errors.Count > 0 && !double.IsNaN(row.Errors[i]) ? row.Errors[i] : 0;
                data = data.Include([row.Values[i], row.Values[i] - error, row.Values[i] + error], Y.Logarithmic);
            }
        }
        if (Y.Logarithmic)
        {
            if (data.IsEmpty)
                throw new ArgumentException($"None of the values of {Bars.Count} rows of bars is positive, but the axis '{Y.Label}' is logarithmic.");
            return Y.Resolve(new(data.Low / 2, data.High), 0.03);
        }
        data = data.Include(0);
        Interval wide = data.Widen(0.06, logarithmic: false);
        // The bars stand on the axis where all point one way.
        return Y.Resolve(new(data.Low < 0 ? wide.Low : 0, data.High > 0 ? wide.High : data.Low < 0 ? 0 : 1), 0);
    }

    private string Tip(int row, int category, double value, double error)
    {
        string name = Bars[row].Name.Length > 0 ? $"{Bars[row].Name}, {Categories[category]}" : Categories[category];
        return $"{name}: {Number.Short(value)}" + (double.IsNaN(error) ? "" : $" ± {Number.Short(error)}");
    }

    private static double DrawError(SvgPath path, Plot plot, double x, double value, double error)
    {
        // An end the axis has no place for, such as one below 0 on a logarithmic axis, lies at the plot's edge.
        double low = plot.Y.Pixel(value - error), high = plot.Y.Pixel(value + error);
        low = double.IsNaN(low) ? plot.Height : Math.Clamp(low, 0, plot.Height);
        high = double.IsNaN(high) ? 0 : Math.Clamp(high, 0, plot.Height);
        path.MoveTo(x, plot.Top + low).LineTo(x, plot.Top + high);
        path.MoveTo(x - 4, plot.Top + low).LineTo(x + 4, plot.Top + low).MoveTo(x - 4, plot.Top + high).LineTo(x + 4, plot.Top + high);
        return Math.Min(low, high);
    }

    /// <summary>Writes the value over its bar where it fits between its neighbours.</summary>
    private static void DrawValue(SvgWriter svg, Plot plot, double x, double width, double value, double top)
    {
        string text = Number.Short(value);
        if (value >= 0 && TextWidth.Of(text, Theme.TickSize) <= width + 8) svg.Text(x, plot.Top + top - 4, text, "tick", Anchor.Middle);
    }
}
