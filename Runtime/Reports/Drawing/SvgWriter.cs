using System.Globalization;
using System.Text;

namespace NeuronDsl.Reports.Drawing;

/// <summary>Where a text is held by its coordinates.</summary>
internal enum Anchor { Start, Middle, End }

/// <summary>Writes the elements of one SVG. All text is escaped here; classes and path data come from this library alone.</summary>
internal sealed class SvgWriter
{
    private readonly StringBuilder _text = new();

    public SvgWriter(int width, int height, string title, bool standalone)
    {
        Width = width;
        Height = height;
        string label = title.Length == 0 ? "chart" : title;
        _text.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"ndsl\" viewBox=\"0 0 {width} {height}\"");
        _text.Append($" width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\"{Markup.Escape(label)}\">\n");
        if (standalone) _text.Append("<style>\n").Append(Theme.StyleSheet).Append("\n</style>\n");
        _text.Append("<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n");
    }

    public int Width { get; }

    public int Height { get; }

    public void Text(double x, double y, string text, string style = "", Anchor anchor = Anchor.Start, double turn = 0)
    {
        _text.Append($"<text x=\"{Number.Pixel(x)}\" y=\"{Number.Pixel(y)}\"");
        if (style.Length > 0) _text.Append($" class=\"{style}\"");
        if (anchor != Anchor.Start) _text.Append(anchor == Anchor.Middle ? " text-anchor=\"middle\"" : " text-anchor=\"end\"");
        if (turn != 0) _text.Append($" transform=\"rotate({Number.Pixel(turn)} {Number.Pixel(x)} {Number.Pixel(y)})\"");
        _text.Append('>').Append(Markup.Escape(text)).Append("</text>\n");
    }

    /// <summary>A stroked path; <paramref name="width"/>, where given, replaces the stroke width of the style.</summary>
    public void Path(SvgPath path, string style, string dash = "", double width = 0)
    {
        if (path.IsEmpty) return;
        _text.Append($"<path class=\"{style}\"");
        if (dash.Length > 0) _text.Append($" stroke-dasharray=\"{dash}\"");
        if (width > 0) _text.Append($" style=\"stroke-width:{Number.Pixel(width)}px\"");
        _text.Append($" d=\"{path}\"/>\n");
    }

    /// <summary>A filled rectangle; <paramref name="tip"/> is shown when the pointer rests on it.</summary>
    public void Rectangle(double x, double y, double width, double height, string style, string tip = "", double opacity = 1)
    {
        _text.Append($"<rect {Box(x, y, width, height)} class=\"{style}\"");
        if (opacity < 1) _text.Append(" fill-opacity=\"").Append(opacity.ToString("0.###", CultureInfo.InvariantCulture)).Append('"');
        _text.Append(tip.Length == 0 ? "/>\n" : $"><title>{Markup.Escape(tip)}</title></rect>\n");
    }

    public void Circle(double x, double y, double radius, string style) =>
        _text.Append($"<circle cx=\"{Number.Pixel(x)}\" cy=\"{Number.Pixel(y)}\" r=\"{Number.Pixel(radius)}\" class=\"{style}\"/>\n");

    /// <summary>A bitmap stretched over a rectangle, with sharp cells.</summary>
    public void Image(double x, double y, double width, double height, string pngAsBase64) =>
        _text.Append($"<image {Box(x, y, width, height)} preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\"")
            .Append($" href=\"data:image/png;base64,{pngAsBase64}\"/>\n");

    /// <summary>
    /// Opens a window with its own origin that cuts off what lies outside. Unlike a clip path it needs no id, which could clash in a page of
    /// many charts.
    /// </summary>
    public void OpenWindow(double x, double y, double width, double height) =>
        _text.Append($"<svg {Box(x, y, width, height)}>\n");

    public void CloseWindow() => _text.Append("</svg>\n");

    public string Finish() => _text.Append("</svg>").ToString();

    private static string Box(double x, double y, double width, double height) =>
        $"x=\"{Number.Pixel(x)}\" y=\"{Number.Pixel(y)}\" width=\"{Number.Pixel(width)}\" height=\"{Number.Pixel(height)}\"";
}
