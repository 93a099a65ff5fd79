using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Reports.Drawing;

namespace NeuronDsl.Reports;

/// <summary>
/// How often each true class (row) was taken for each predicted class (column): count and share of the row. Where cells are
/// too small for both, the share stays, then the colour alone; resting on a cell always tells both.
/// </summary>
public sealed class ConfusionMatrix : Chart
{
    private readonly long[,] _counts;
    private readonly string[] _labels;

    /// <summary>A matrix of counts, which is copied.</summary>
    /// <param name="counts">[true class, predicted class], square.</param>
    /// <param name="labels">The names of the classes, [classes]; null numbers them from 0.</param>
    /// <exception cref="ArgumentException">The matrix is not square, empty or has a negative or no count, or the labels do not fit it.</exception>
    public ConfusionMatrix(int[,] counts, IReadOnlyList<string>? labels = null)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var (rows, columns) = (counts.GetLength(0), counts.GetLength(1));
        if (rows == 0 || rows != columns)
            throw new ArgumentException($"counts is [{rows}, {columns}]; it must be square and not empty.", nameof(counts));
        if (labels is not null && labels.Count != rows)
            throw new ArgumentException($"labels has {labels.Count} names for {rows} classes.", nameof(labels));
        _counts = new long[rows, rows];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < rows; column++)
            {
                int count = counts[row, column];
                if (count < 0) throw new ArgumentException($"counts[{row}, {column}] is {count}; a count is not negative.", nameof(counts));
                _counts[row, column] = count;
            }
        }
        Total = _counts.Cast<long>().Sum();
        if (Total == 0) throw new ArgumentException($"All [{rows}, {rows}] counts are 0.", nameof(counts));
        _labels = [.. labels ?? [.. Enumerable.Range(0, rows).Select(i => Number.Count(i))]];
        Height = Math.Clamp(110 + rows * 42, 260, 640);
    }

    /// <summary>All samples.</summary>
    public long Total { get; }

    /// <summary>The samples on the diagonal.</summary>
    public long Correct => Enumerable.Range(0, _labels.Length).Sum(i => _counts[i, i]);

    private protected override void Draw(SvgWriter svg)
    {
        int classes = _labels.Length;
        var range = new Interval(-0.5, classes - 0.5);
        string accuracy = $"{Number.Percent((double)Correct / Total)} correct ({Number.Count(Correct)} of {Number.Count(Total)})";
        Tick[] ticks = [.. _labels.Select((label, i) => new Tick(i, label))];
        // The accuracy has its own line between title and matrix.
        AxisLayout predicted = new(new Axis("Predicted"), range, ticks), actual = new(new Axis("True"), range, ticks);
        Plot plot = Plot.Draw(svg, Title, predicted, actual, reserve: new(Above: 26), grid: false);
        svg.Text(14, plot.Top - 12, accuracy);
        double width = plot.Width / classes, height = plot.Height / classes;
        for (int row = 0; row < classes; row++)
        {
            long rowTotal = Enumerable.Range(0, classes).Sum(column => _counts[row, column]);
            for (int column = 0; column < classes; column++)
            {
                if (_counts[row, column] > 0) DrawCell(svg, plot, row, column, rowTotal, width, height);
            }
        }
    }

    private void DrawCell(SvgWriter svg, Plot plot, int row, int column, long rowTotal, double width, double height)
    {
        double share = (double)_counts[row, column] / rowTotal, x = plot.Left + column * width, y = plot.Top + row * height;
        string count = Number.Count(_counts[row, column]), percent = Number.Percent(share);
        string tip = $"{_labels[row]} taken for {_labels[column]}: {count} ({percent})";
        svg.Rectangle(x + 0.5, y + 0.5, Math.Max(0.5, width - 1), Math.Max(0.5, height - 1), "fill", tip, 0.06 + 0.94 * share);

        // White on the full colour, dark on the pale one; in between the two themes differ.
        string shade = share > 0.85 ? " over" : share > 0.6 ? " middle" : "";
        bool fits = TextWidth.Of(percent, Theme.TickSize) < width - 4 && height >= 16;
        if (!fits) return;
        if (height >= 34)
        {
            svg.Text(x + width / 2, y + height / 2 - 2, count, shade.Trim(), Anchor.Middle);
            svg.Text(x + width / 2, y + height / 2 + 13, percent, "tick inherit" + shade, Anchor.Middle);
        }
        else
        {
            svg.Text(x + width / 2, y + height / 2 + 4, percent, "tick inherit" + shade, Anchor.Middle);
        }
    }
}
