using System;
using System.Collections.Generic;

namespace NeuronDsl.Reports.Drawing;

/// <summary>Turns long curves into short paths that look the same.</summary>
internal static class Curves
{
    /// <summary>
    /// Of every run of points inside one column of pixels only the first, the lowest, the highest and the last are kept, in their order: no peak
    /// is lost, and a trace costs at most four points a column. A point that is not drawable ends the line.
    /// </summary>
    public static SvgPath ByColumn(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Scale xScale, Scale yScale)
    {
        var path = new SvgPath();
        bool penDown = false;
        for (int i = 0; i < x.Length;)
        {
            Point first = At(i, x, y, xScale, yScale);
            if (!first.IsDrawable)
            {
                penDown = false;
                i++;
                continue;
            }
            double column = Math.Floor(first.X);
            Point lowest = first, highest = first, last = first;
            for (i++; i < x.Length; i++)
            {
                Point point = At(i, x, y, xScale, yScale);
                if (!point.IsDrawable || Math.Floor(point.X) != column) break;
                last = point;
                if (point.Y < lowest.Y) lowest = point;
                if (point.Y > highest.Y) highest = point;
            }
            if (penDown) path.LineTo(first.X, first.Y);
            else path.MoveTo(first.X, first.Y);
            penDown = true;
            var (earlier, later) = lowest.Index < highest.Index ? (lowest, highest) : (highest, lowest);
            path.LineTo(earlier.X, earlier.Y).LineTo(later.X, later.Y).LineTo(last.X, last.Y);
        }
        return path;
    }

    /// <summary>
    /// For curves that run any way: points closer than half a pixel to the last one kept are left out, and so is a piece that was drawn before, to
    /// half a pixel. A limit cycle costs one round, however often it is run.
    /// </summary>
    public static SvgPath ByDistance(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Scale xScale, Scale yScale)
    {
        var path = new SvgPath();
        var drawn = new HashSet<(int, int, int, int)>();
        Point last = default;
        bool started = false, penDown = false;
        for (int i = 0; i < x.Length; i++)
        {
            Point point = At(i, x, y, xScale, yScale);
            if (!point.IsDrawable)
            {
                started = penDown = false;
                continue;
            }
            if (!started)
            {
                path.MoveTo(point.X, point.Y);
                (last, started, penDown) = (point, true, true);
                continue;
            }
            if (Math.Abs(point.X - last.X) < 0.5 && Math.Abs(point.Y - last.Y) < 0.5) continue;
            if (drawn.Add((Half(last.X), Half(last.Y), Half(point.X), Half(point.Y))))
            {
                if (!penDown) path.MoveTo(last.X, last.Y);
                path.LineTo(point.X, point.Y);
                penDown = true;
            }
            else
            {
                penDown = false;
            }
            last = point;
        }
        return path;
    }

    private static Point At(int i, ReadOnlySpan<double> x, ReadOnlySpan<double> y, Scale xScale, Scale yScale) =>
        new(xScale.Pixel(x[i]), yScale.Pixel(y[i]), i);

    private static int Half(double pixel) => (int)Math.Floor(pixel * 2);

    private readonly record struct Point(double X, double Y, int Index)
    {
        public bool IsDrawable => !double.IsNaN(X) && !double.IsNaN(Y);
    }
}
