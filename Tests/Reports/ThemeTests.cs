using System;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using NeuronDsl.Reports.Drawing;
using Xunit;

namespace NeuronDsl.Tests.Reports;

public class ThemeTests
{
    // Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
    private static readonly double[][] Normal = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
    private static readonly double[][] Protanopia = [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]];
    private static readonly double[][] Deuteranopia = [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]];
    private static readonly double[][] Tritanopia = [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_series_colours_are_told_apart_under_every_kind_of_colour_blindness(int theme)
    {
        double[][] colours = [.. Regex.Matches(Theme.StyleSheet, "--c[0-5]:#([0-9a-f]{6})").Skip(theme * Theme.Colours).Take(Theme.Colours).Select(match => Linear(match.Groups[1].Value))];
        Assert.Equal(Theme.Colours, colours.Length);
        foreach (double[][] vision in (double[][][])[Normal, Protanopia, Deuteranopia, Tritanopia])
        {
            double[][] seen = [.. colours.Select(colour => Lab([.. vision.Select(row => Math.Clamp(row.Zip(colour, (a, b) => a * b).Sum(), 0, 1))]))];
            for (int i = 0; i < seen.Length; i++)
            {
                // CIE76: 2.3 is a just noticeable difference.
                for (int j = 0; j < i; j++) Assert.True(Math.Sqrt(seen[i].Zip(seen[j], (a, b) => (a - b) * (a - b)).Sum()) > 12, $"colours {j} and {i}");
            }
        }
    }

    private static double[] Linear(string hex) =>
        [.. Enumerable.Range(0, 3).Select(i => int.Parse(hex.AsSpan(2 * i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(value => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4))];

    private static double[] Lab(double[] rgb)
    {
        double x = F((0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.9505), y = F(0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]),
            z = F((0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.089);
        return [116 * y - 16, 500 * (x - y), 200 * (y - z)];

        static double F(double t) => t > 0.008856 ? Math.Cbrt(t) : 7.787 * t + 16.0 / 116;
    }
}
