using System;
using System.Linq;
using NeuronDsl.Reports;
using Xunit;

namespace NeuronDsl.Tests.Reports;

public class RasterPlotTests
{
    [Fact]
    public void A_hundred_thousand_spikes_are_one_path_of_a_few_hundred_kilobytes()
    {
        var random = new Random(3);
        var times = new double[100_000];
        var neurons = new int[times.Length];
        for (int i = 0; i < times.Length; i++) (times[i], neurons[i]) = (random.NextDouble() * 1000, random.Next(1000));
        string svg = new RasterPlot(times, neurons).ToSvg();
        Assert.Single(SvgReading.Elements(svg, "path"), path => path.Attribute("class")!.Value.Contains("s0", StringComparison.Ordinal));
        Assert.True(svg.Length < 400_000, $"{svg.Length} characters");
    }

    [Fact]
    public void Every_spike_is_marked_at_its_time_and_neuron()
    {
        var random = new Random(4);
        var times = new double[3_000];
        var neurons = new int[times.Length];
        for (int i = 0; i < times.Length; i++) (times[i], neurons[i]) = (random.NextDouble() * 100, random.Next(40));
        string svg = new RasterPlot(times, neurons) { NeuronCount = 50, X = new("t") { Minimum = 0, Maximum = 100 } }.ToSvg();
        var (width, height) = SvgReading.Window(svg);
        var marks = SvgReading.Strokes(svg, "s0");

        for (int i = 0; i < times.Length; i++)
        {
            double x = times[i] / 100 * width, y = height - (neurons[i] + 0.5) * height / 50;
            Assert.Contains(marks, mark => Math.Abs(mark[0].Y - y) < 0.3 && mark[0].X <= x + 0.2 && mark[^1].X >= x - 0.2);
        }
        // And nothing where nothing fired.
        foreach (var mark in marks)
        {
            Assert.Contains(Enumerable.Range(0, times.Length), i =>
                Math.Abs(height - (neurons[i] + 0.5) * height / 50 - mark[0].Y) < 0.3 && Math.Abs(times[i] / 100 * width - mark[0].X) < 0.7);
        }
    }

    [Fact]
    public void A_silent_network_of_known_size_is_an_empty_raster()
    {
        string svg = new RasterPlot([], []) { NeuronCount = 3, X = new("Time", "ms") { Minimum = 0, Maximum = 10 } }.ToSvg();
        Assert.Empty(SvgReading.Strokes(svg, "s0"));
        Assert.Contains("2", SvgReading.Texts(svg));
    }

    [Fact]
    public void Input_errors_name_the_argument_and_the_lengths()
    {
        var lengths = Assert.Throws<ArgumentException>("neurons", () => new RasterPlot([1, 2], [0]));
        Assert.Contains("times has 2 values and neurons has 1", lengths.Message, StringComparison.Ordinal);
        Assert.Contains("times[1] is NaN", Assert.Throws<ArgumentException>("times", () => new RasterPlot([1, double.NaN], [0, 0])).Message, StringComparison.Ordinal);
        Assert.Contains("neurons[0] is -1", Assert.Throws<ArgumentException>("neurons", () => new RasterPlot([1], [-1])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("NeuronCount", () => new RasterPlot([1], [1]) { NeuronCount = -1 });
        Assert.Contains("Neuron 4 fired, but NeuronCount is 4", Assert.Throws<ArgumentException>(() => new RasterPlot([1], [4]) { NeuronCount = 4 }.ToSvg()).Message, StringComparison.Ordinal);
        Assert.Contains("0 spikes", Assert.Throws<ArgumentException>(() => new RasterPlot([], []).ToSvg()).Message, StringComparison.Ordinal);
    }
}
