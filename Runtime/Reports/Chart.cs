using System;
using NeuronDsl.Reports.Drawing;

namespace NeuronDsl.Reports;

/// <summary>
/// A picture as one SVG without scripts, fonts or references to other files. It follows the reader's light or dark setting, draws
/// in colours that colour-blind readers can tell apart, and is the same text for the same data under every culture.
/// </summary>
public abstract class Chart
{
    private const int SmallestWidth = 160, SmallestHeight = 120, Largest = 10_000;

    private protected Chart() { }

    /// <summary>The heading above the picture, also what a screen reader says; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>The width in CSS pixels, 160 to 10,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The width is outside that range.</exception>
    public int Width { get; init => field = InRange(value, SmallestWidth, nameof(Width)); } = 720;

    /// <summary>The height in CSS pixels, 120 to 10,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The height is outside that range.</exception>
    public int Height { get; init => field = InRange(value, SmallestHeight, nameof(Height)); } = 340;

    /// <summary>The picture as an SVG document that also stands alone in a file.</summary>
    /// <exception cref="ArgumentException">The chart holds nothing to draw, or parts that do not fit together.</exception>
    public string ToSvg() => Render(standalone: true);

    /// <summary>The same picture; without its style sheet where the page around it brings that.</summary>
    internal string Render(bool standalone)
    {
        var svg = new SvgWriter(Width, Height, Title, standalone);
        Draw(svg);
        return svg.Finish();
    }

    private protected abstract void Draw(SvgWriter svg);

    private static int InRange(int value, int smallest, string name) => value >= smallest && value <= Largest
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be {smallest} to {Largest} pixels.");
}
