using System;
using System.Linq;
using NeuronDsl.Reports;
using Xunit;

namespace NeuronDsl.Tests.Reports;

public class CurveTests
{
    private static readonly Axis FullX = new("t") { Minimum = 0, Maximum = 1 }, FullY = new("v") { Minimum = 0, Maximum = 1 };

    [Fact]
    public void A_long_trace_keeps_the_extremes_of_every_column_and_stays_small()
    {
        const int Points = 1_000_000;
        var random = new Random(7);
        double[] x = new double[Points], y = new double[Points];
        for (int i = 0; i < Points; i++)
        {
            x[i] = i / (Points - 1.0);
            y[i] = 0.4 + 0.1 * random.NextDouble();
        }
        // Spikes of one sample each, up and down: what averaging or skipping would lose.
        for (int i = 500; i < Points; i += 10_007) y[i] = i % 2 == 0 ? 0.95 + 0.04 * random.NextDouble() : 0.05 * random.NextDouble();

        string svg = new LineChart(new Series("v", x, y)) { X = FullX, Y = FullY }.ToSvg();
        var (width, height) = SvgReading.Window(svg);
        var drawn = SvgReading.Strokes(svg, "line").MaxBy(stroke => stroke.Count)!;

        Assert.True(svg.Length < 200_000, $"{svg.Length} characters");
        int columns = (int)Math.Ceiling(width);
        double[] lowest = new double[columns + 1], highest = new double[columns + 1];
        Array.Fill(lowest, double.PositiveInfinity);
        Array.Fill(highest, double.NegativeInfinity);
        for (int i = 0; i < Points; i++)
        {
            int column = (int)(x[i] * width);
            lowest[column] = Math.Min(lowest[column], height * (1 - y[i]));
            highest[column] = Math.Max(highest[column], height * (1 - y[i]));
        }
        for (int column = 1; column < columns - 1; column++)
        {
            // A tenth of a pixel may round a point over the column's border, so the neighbours' ends count too.
            var near = drawn.Where(point => point.X >= column - 0.051 && point.X <= column + 1.051).Select(point => point.Y).ToArray();
            Assert.InRange(near.Min(), Math.Min(lowest[column], Math.Min(lowest[column - 1], lowest[column + 1])) - 0.2, lowest[column] + 0.2);
            Assert.InRange(near.Max(), highest[column] - 0.2, Math.Max(highest[column], Math.Max(highest[column - 1], highest[column + 1])) + 0.2);
        }
    }

    [Fact]
    public void A_short_curve_is_drawn_through_its_points()
    {
        string svg = new LineChart(new Series("", [0, 0.5, 1], [0, 1, 0.25])) { X = FullX, Y = FullY }.ToSvg();
        var (width, height) = SvgReading.Window(svg);
        var stroke = Assert.Single(SvgReading.Strokes(svg, "line"));
        Assert.Equal(3, stroke.Count);
        Assert.Equal(0, stroke[0].X, 0.051);
        Assert.Equal(height, stroke[0].Y, 0.1);
        Assert.Equal(width / 2, stroke[1].X, 0.1);
        Assert.Equal(0, stroke[1].Y, 0.1);
        Assert.Equal(0.75 * height, stroke[2].Y, 0.1);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_value_that_is_not_finite_breaks_the_line_and_a_lone_point_is_a_dot(double hole)
    {
        string svg = new LineChart(new Series("", [0, 0.1, 0.2, 0.5, 0.8, 1], [0, 1, hole, 0.5, hole, 1])) { X = FullX, Y = FullY }.ToSvg();
        Assert.Equal([2, 2, 2], SvgReading.Strokes(svg, "line").Select(stroke => stroke.Count));
        Assert.Contains("h0", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_logarithmic_axis_decades_are_equally_far_apart_and_zero_breaks_the_line()
    {
        var axis = new Axis("loss") { Minimum = 0.01, Maximum = 100, Logarithmic = true };
        string svg = new LineChart(new Series("", [0, 0.2, 0.4, 0.6, 1], [0.1, 1, 10, 0, 100])) { X = FullX, Y = axis }.ToSvg();
        double height = SvgReading.Window(svg).Height;
        var strokes = SvgReading.Strokes(svg, "line");
        Assert.Equal(2, strokes.Count);
        Assert.Equal([0.75, 0.5, 0.25], strokes[0].Select(point => Math.Round(point.Y / height, 2)));
        Assert.Equal(["0.01", "0.1", "1", "10", "100"], SvgReading.Texts(svg).Intersect(["0.01", "0.1", "1", "10", "100"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Spike_markers_stand_at_their_times_and_those_outside_are_left_out()
    {
        string svg = new LineChart(new Series("v", [0, 1], [0, 1]) { Spikes = [0.5, 2, double.NaN, -1, 0.25] }) { X = FullX, Y = FullY }.ToSvg();
        double width = SvgReading.Window(svg).Width;
        double[] places = [.. SvgReading.Strokes(svg, "thin").Select(stroke => stroke[0].X)];
        Assert.Equal(2, places.Length);
        Assert.Equal(width / 4, places[1] - places[0], 0.2);
    }

    [Fact]
    public void A_long_run_on_a_limit_cycle_costs_one_round()
    {
        const int Points = 1_000_000;
        double[] x = new double[Points], y = new double[Points];
        for (int i = 0; i < Points; i++) (y[i], x[i]) = Math.SinCos(i * 0.0123);
        string svg = new PhasePlane { Trajectories = [new Series("orbit", x, y)] }.ToSvg();
        Assert.True(svg.Length < 200_000, $"{svg.Length} characters");

        var (width, height) = SvgReading.Window(svg);
        var points = SvgReading.Strokes(svg, "line").Where(stroke => stroke.Count > 2).SelectMany(stroke => stroke).ToArray();
        // All the way round: an extreme on each side, 6 % from the border.
        Assert.Equal(0.06 / 1.12 * width, points.Min(point => point.X), 1.0);
        Assert.Equal(width - 0.06 / 1.12 * width, points.Max(point => point.X), 1.0);
        Assert.Equal(0.06 / 1.12 * height, points.Min(point => point.Y), 1.0);
    }
}
