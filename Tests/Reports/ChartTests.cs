using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using NeuronDsl.Reports;
using Xunit;

namespace NeuronDsl.Tests.Reports;

public class ChartTests
{
    private const string Hostile = "<script>alert('x')</script> & \"q\" \u0001\ud800 µ";

    public static TheoryData<string> Kinds => [.. Charts("").Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_chart_is_well_formed_and_all_text_is_escaped(string kind)
    {
        string svg = Charts(Hostile)[kind].ToSvg();
        Assert.Equal("http://www.w3.org/2000/svg", SvgReading.Xml(svg).Name.NamespaceName);
        Assert.Empty(SvgReading.Elements(svg, "script"));
        Assert.Contains("<script>alert('x')</script>", string.Concat(SvgReading.Texts(svg)), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", svg, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_chart_is_the_same_under_a_culture_of_decimal_commas(string kind)
    {
        string invariant = Under(CultureInfo.InvariantCulture, () => Charts("x")[kind].ToSvg());
        string german = Under(CultureInfo.GetCultureInfo("de-DE"), () => Charts("x")[kind].ToSvg());
        string persian = Under(CultureInfo.GetCultureInfo("fa-IR"), () => Charts("x")[kind].ToSvg());
        Assert.Equal(invariant, german);
        Assert.Equal(invariant, persian);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Labels_stay_inside_the_picture(string kind)
    {
        string svg = Charts("a name of some length")[kind].ToSvg();
        foreach (var text in SvgReading.Elements(svg, "text"))
        {
            Assert.InRange(double.Parse(text.Attribute("x")!.Value, CultureInfo.InvariantCulture), 0, 720);
            Assert.InRange(double.Parse(text.Attribute("y")!.Value, CultureInfo.InvariantCulture), 8, 640);
        }
    }

    [Fact]
    public void Axis_titles_carry_their_units()
    {
        string[] texts = SvgReading.Texts(new LineChart(new Series("I = 10", [0, 1], [1, 2])) { X = new("Time", "ms"), Y = new("v", "mV") }.ToSvg());
        Assert.Contains("Time (ms)", texts);
        Assert.Contains("v (mV)", texts);
        Assert.Contains("I = 10", texts);
    }

    [Fact]
    public void Extreme_values_still_give_finite_coordinates()
    {
        foreach (double[] values in (double[][])[[1e308, -1e308], [0, 0], [5, 5], [1e-320, 2e-320], [1e6, 1e6 + 1e-9], [double.MaxValue, double.MaxValue]])
        {
            string svg = new LineChart(new Series("", [0, 1], values)).ToSvg();
            Assert.All(SvgReading.Strokes(svg, "line").SelectMany(stroke => stroke), point => Assert.InRange(point.Y, -10_000, 20_000));
            Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("NaN", new LineChart(new Series("", [0, 1], [1e-320, 1e308])) { Y = new() { Logarithmic = true } }.ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_nullcline_is_the_zero_contour_and_a_pole_or_a_jump_is_none()
    {
        var plane = new PhasePlane
        {
            X = new("v") { Minimum = -2, Maximum = 2 },
            Y = new("w") { Minimum = -2, Maximum = 2 },
            Nullclines = [new("circle", (v, w) => v * v + w * w - 1), new("pole", (v, w) => 1 / (v - 0.313)), new("jump", (v, w) => v < 0.111 ? -1 : 1)],
        };
        string svg = plane.ToSvg();
        var (width, height) = SvgReading.Window(svg);
        // The legend's sample is the one stroke of each colour outside the window.
        var circle = SvgReading.Strokes(svg, "s0").Skip(1).SelectMany(stroke => stroke).ToArray();
        Assert.All(circle, point =>
        {
            double v = point.X / width * 4 - 2, w = 2 - point.Y / height * 4;
            Assert.Equal(1, Math.Sqrt(v * v + w * w), 0.0015);
        });
        // All the way round, in eight directions.
        Assert.Equal(8, circle.Select(point => (int)Math.Floor((Math.Atan2(point.Y - height / 2, point.X - width / 2) + Math.PI) / (Math.PI / 4)) % 8).Distinct().Count());
        Assert.Single(SvgReading.Strokes(svg, "s1"));
        Assert.Single(SvgReading.Strokes(svg, "s2"));
    }

    [Fact]
    public void Arrows_point_along_the_flow()
    {
        var plane = new PhasePlane { X = new("x") { Minimum = 0, Maximum = 1 }, Y = new("y") { Minimum = 0, Maximum = 1 }, Field = (_, _) => (0, 3) };
        var shafts = SvgReading.Strokes(plane.ToSvg(), "field").Where(stroke => stroke.Count == 2).ToArray();
        Assert.NotEmpty(shafts);
        Assert.All(shafts, shaft => Assert.True(shaft[1].Y < shaft[0].Y && Math.Abs(shaft[1].X - shaft[0].X) < 0.11));
    }

    [Fact]
    public void A_confusion_matrix_tells_counts_row_shares_and_accuracy()
    {
        string svg = new ConfusionMatrix(new[,] { { 30, 10 }, { 0, 60 } }, ["no", "yes"]).ToSvg();
        string[] texts = SvgReading.Texts(svg);
        Assert.Contains("90 % correct (90 of 100)", texts);
        Assert.Equal(["30", "75 %", "10", "25 %", "60", "100 %"], texts.Where(text => char.IsDigit(text[0]) && !text.Contains("correct", StringComparison.Ordinal)));
        Assert.Contains("no taken for yes: 10 (25 %)", SvgReading.Elements(svg, "title").Select(title => title.Value));
        Assert.Equal(3, SvgReading.Elements(svg, "rect").Count(cell => (string?)cell.Attribute("class") == "fill"));
    }

    [Fact]
    public void A_heat_map_is_a_bitmap_of_its_cells()
    {
        string svg = new HeatMap(new[,] { { 0, 1, double.NaN }, { 2, 3, 4 } }).ToSvg();
        byte[] png = Convert.FromBase64String(SvgReading.Elements(svg, "image")[0].Attribute("href")!.Value["data:image/png;base64,".Length..]);
        // Decoded by hand: signature and header up to 33, PLTE 780, tRNS 268, then IDAT.
        Assert.Equal(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }, png[..8]);
        Assert.Equal((3, 2), (png[19], png[23]));
        int data = 33 + 12 + 768 + 12 + 256;
        Assert.Equal("IDAT"u8.ToArray(), png[(data + 4)..(data + 8)]);
        using var zlib = new ZLibStream(new MemoryStream(png, data + 8, png.Length - data - 8 - 4 - 12), CompressionMode.Decompress);
        using var pixels = new MemoryStream();
        zlib.CopyTo(pixels);
        Assert.Equal(new byte[] { 0, 0, 64, 255, 0, 127, 190, 254 }, pixels.ToArray());
        Assert.Equal(0xAE426082, System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(^4))); // the CRC of IEND, as published
    }

    [Fact]
    public void A_heat_map_of_millions_of_cells_is_averaged_to_the_resolution_of_the_screen()
    {
        string svg = new HeatMap(new float[3000, 3000]).ToSvg();
        Assert.True(svg.Length < 50_000, $"{svg.Length} characters");
    }

    [Fact]
    public void A_histogram_counts_every_finite_value_once()
    {
        var random = new Random(5);
        double[] values = [.. Enumerable.Range(0, 1000).Select(_ => random.NextDouble()), double.NaN, double.PositiveInfinity];
        string svg = new Histogram(values) { Bins = 10, X = new("x") { Minimum = 0, Maximum = 1 } }.ToSvg();
        int[] expected = [.. Enumerable.Range(0, 10).Select(bin => values.Count(value => value >= bin / 10.0 && value < (bin + 1) / 10.0))];
        int[] counts = [.. SvgReading.Elements(svg, "title").Select(title => int.Parse(title.Value.Split(": ")[1], CultureInfo.InvariantCulture))];
        Assert.Equal(expected, counts);
        Assert.Contains("x; 2 not finite left out", SvgReading.Texts(svg));
    }

    [Fact]
    public void Bars_stand_on_zero_and_their_heights_are_in_proportion()
    {
        string svg = new BarChart(["a", "b", "c"], new Bars("", 1, 2, double.NaN)).ToSvg();
        var bars = SvgReading.Elements(svg, "rect").Where(bar => (string?)bar.Attribute("class") == "f0").ToArray();
        double[] heights = [.. bars.Select(bar => double.Parse(bar.Attribute("height")!.Value, CultureInfo.InvariantCulture))];
        double[] feet = [.. bars.Zip(heights, (bar, height) => double.Parse(bar.Attribute("y")!.Value, CultureInfo.InvariantCulture) + height)];
        Assert.Equal(2, bars.Length);
        Assert.Equal(2, heights[1] / heights[0], 0.01);
        Assert.Equal(feet[0], feet[1], 0.11);
    }

    [Fact]
    public void Input_errors_name_the_argument_and_the_lengths()
    {
        Says<ArgumentException>("y", "x has 3 values and y has 2", () => new Series("v", [1, 2, 3], [1, 2]));
        Says<ArgumentException>("y", "none of the 2 points is finite", () => new Series("v", [1, 2], [double.NaN, double.NaN]));
        Says<ArgumentException>("y", "none of the 0 points", () => new Series("v", 0.1, ReadOnlySpan<double>.Empty));
        Says<ArgumentOutOfRangeException>("dt", "finite and not 0", () => new Series("v", 0, [1.0, 2.0]));
        Says<ArgumentException>("series", "got 0", () => new LineChart());
        Says<ArgumentOutOfRangeException>("Width", "160 to 10000", () => new LineChart(new Series("", [0], [0])) { Width = -1 });
        Says<ArgumentOutOfRangeException>("Height", "120 to 10000", () => new LineChart(new Series("", [0], [0])) { Height = -1 });
        Says<ArgumentException>(null, "Axis 't (ms)': Minimum 2 must be less than Maximum 1", () => new LineChart(new Series("", [0], [0])) { X = new("t", "ms") { Minimum = 2, Maximum = 1 } }.ToSvg());
        Says<ArgumentException>(null, "Series 'b': none of its 1 values is positive", () => new LineChart(new Series("a", [0], [1]), new Series("b", [0], [-1])) { Y = new("y") { Logarithmic = true } }.ToSvg());
        Says<ArgumentException>("counts", "[2, 3]", () => new ConfusionMatrix(new int[2, 3]));
        Says<ArgumentException>("labels", "1 names for 2 classes", () => new ConfusionMatrix(new int[2, 2], ["a"]));
        Says<ArgumentException>("counts", "counts[0, 1] is -1", () => new ConfusionMatrix(new[,] { { 1, -1 }, { 0, 0 } }));
        Says<ArgumentException>("values", "[0, 3]", () => new HeatMap(new double[0, 3]));
        Says<ArgumentException>("values", "[1, 1] values is finite", () => new HeatMap(new[,] { { double.NaN } }));
        Says<ArgumentException>("values", "None of the 1 values", () => new Histogram([double.NaN]));
        Says<ArgumentException>("bars", "1 values for 2 categories", () => new BarChart(["a", "b"], new Bars("ours", 1)));
        Says<ArgumentException>("Errors", "2 errors for 1 values", () => new Bars("ours", 1) { Errors = [1, 2] });
        Says<ArgumentException>(null, "got 0 of each", () => new PhasePlane().ToSvg());
        Says<ArgumentException>("X", "0 trajectories", () => new PhasePlane { Field = (_, _) => (1, 1) }.ToSvg());
    }

    private static void Says<T>(string? name, string part, Func<object> act) where T : ArgumentException
    {
        var error = Assert.Throws<T>(act);
        if (name is not null) Assert.Equal(name, error.ParamName);
        Assert.Contains(part, error.Message.Replace(",000", "000", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static string Under(CultureInfo culture, Func<string> act)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            return act();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>One of each kind, with a text in every place that takes one.</summary>
    private static Dictionary<string, Chart> Charts(string text)
    {
        Axis x = new(text + "x", text), y = new(text + "y", text);
        Series series = new(text, [0, 1.5, 2.25, 4], [0.125, -1234.5, double.NaN, 7e-3]) { Spikes = [1.25, 3.5], Dots = true };
        return new()
        {
            ["line"] = new LineChart(series, new Series(text, 0.5f, [1f, 2f]) { Dashed = true }) { Title = text, X = x, Y = y },
            ["raster"] = new RasterPlot([0.5, 1.5, 2.25], [0, 3, 1]) { Title = text, X = x },
            ["plane"] = new PhasePlane { Title = text, X = x, Y = y, Trajectories = [series], Nullclines = [new(text, (v, w) => v - w), new(series)], Field = (v, w) => (w, -v) },
            ["heat"] = new HeatMap(new[,] { { -1.5, 2 }, { double.NaN, 0.25 } }) { Title = text, X = x, Y = y, Value = y },
            ["confusion"] = new ConfusionMatrix(new[,] { { 1500, 3 }, { 1, 5 } }, [text, text]) { Title = text },
            ["bars"] = new BarChart([text, text + text, "c"], new Bars(text, 1.5, 2.5, double.NaN) { Errors = [0.5, double.NaN, 1] }, new Bars(text, -1, 0, 1e7)) { Title = text, X = x, Y = y },
            ["histogram"] = new Histogram([0.5, 1.25, 1.5, 1000.75]) { Title = text, X = x, Y = y },
        };
    }
}
