using System;
using System.Collections.Generic;

namespace NeuronDsl.Reports.Drawing;

/// <summary>The zero contour of a function of two values, by marching squares on a grid of pixels.</summary>
internal static class ZeroContour
{
    private const double Cell = 5;
    private const int Bisections = 24;

    public static SvgPath Trace(Func<double, double, double> function, Scale x, Scale y)
    {
        int columns = (int)Math.Ceiling(x.Length / Cell), rows = (int)Math.Ceiling(y.Length / Cell);
        var path = new SvgPath();
        var below = Row(function, x, y, 0, columns);
        var crossings = new List<(double X, double Y)>(4);
        for (int row = 0; row < rows; row++)
        {
            var above = below;
            below = Row(function, x, y, row + 1, columns);
            for (int column = 0; column < columns; column++)
            {
                crossings.Clear();
                Sample a = above[column], b = above[column + 1], c = below[column + 1], d = below[column];
                Cross(function, x, y, a, b, crossings);
                Cross(function, x, y, b, c, crossings);
                Cross(function, x, y, c, d, crossings);
                Cross(function, x, y, d, a, crossings);
                // Two crossings are one line; four are a saddle, joined pair by pair.
                for (int i = 0; i + 1 < crossings.Count; i += 2) path.MoveTo(crossings[i].X, crossings[i].Y).LineTo(crossings[i + 1].X, crossings[i + 1].Y);
            }
        }
        return path;
    }

    private static Sample[] Row(Func<double, double, double> function, Scale x, Scale y, int row, int columns)
    {
        var samples = new Sample[columns + 1];
        for (int column = 0; column <= columns; column++) samples[column] = At(function, x, y, column * Cell, row * Cell);
        return samples;
    }

    private static Sample At(Func<double, double, double> function, Scale x, Scale y, double pixelX, double pixelY) =>
        new(pixelX, pixelY, function(x.Value(pixelX), y.Value(pixelY)));

    /// <summary>
    /// Adds the zero on the edge between two samples of unlike sign, unless the function only jumps or passes through infinity there.
    /// </summary>
    private static void Cross(Func<double, double, double> function, Scale x, Scale y, Sample from, Sample to, List<(double X, double Y)> crossings)
    {
        if (!double.IsFinite(from.Value) || !double.IsFinite(to.Value) || from.IsPositive == to.IsPositive) return;
        double largest = Math.Max(Math.Abs(from.Value), Math.Abs(to.Value));
        for (int i = 0; i < Bisections; i++)
        {
            Sample middle = At(function, x, y, (from.X + to.X) / 2, (from.Y + to.Y) / 2);
            if (!double.IsFinite(middle.Value)) return;
            if (middle.IsPositive == from.IsPositive) from = middle;
            else to = middle;
        }
        // At a zero the values shrink with the interval; at a pole they grow, at a jump they stay.
        if (Math.Max(Math.Abs(from.Value), Math.Abs(to.Value)) < 0.01 * largest || from.Value == 0 || to.Value == 0) crossings.Add((to.X, to.Y));
    }

    private readonly record struct Sample(double X, double Y, double Value)
    {
        public bool IsPositive => Value >= 0;
    }
}
