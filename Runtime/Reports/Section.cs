using System;
using System.Text;
using NeuronDsl.Reports.Drawing;

namespace NeuronDsl.Reports;

/// <summary>A part of a report under one heading: text, tables and figures in the order they are added.</summary>
public sealed class Section
{
    private readonly StringBuilder _html = new();

    internal Section(string heading) => Heading = heading;

    /// <summary>The heading.</summary>
    public string Heading { get; }

    internal string Html => _html.ToString();

    /// <summary>
    /// Adds text: paragraphs parted by blank lines, lists of "- " lines, **strong**, *emphasis*, `code`, [text](address); anything else is
    /// plain text.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <returns>The section, for what comes next.</returns>
    public Section Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _html.Append(LightMarkdown.Blocks(text));
        return this;
    }

    /// <summary>Adds text as it stands, in a font of one width: equations, listings.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The section, for what comes next.</returns>
    public Section Code(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _html.Append("<pre><code>").Append(Markup.Escape(text.ReplaceLineEndings("\n").Trim('\n'))).Append("</code></pre>\n");
        return this;
    }

    /// <summary>Adds a table as it is now.</summary>
    /// <param name="table">The table.</param>
    /// <param name="caption">What it shows, with the marks of <see cref="Text"/> inside a line.</param>
    /// <returns>The section, for what comes next.</returns>
    public Section Table(Table table, string caption = "")
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(caption);
        table.Write(_html, caption);
        return this;
    }

    /// <summary>Adds a picture. It is drawn at once, so that a chart that cannot be drawn fails here and not when the report is saved.</summary>
    /// <param name="chart">The picture.</param>
    /// <param name="caption">What it shows, with the marks of <see cref="Text"/> inside a line.</param>
    /// <returns>The section, for what comes next.</returns>
    /// <exception cref="ArgumentException">The chart cannot be drawn; see <see cref="Chart.ToSvg"/>.</exception>
    public Section Figure(Chart chart, string caption = "")
    {
        ArgumentNullException.ThrowIfNull(chart);
        ArgumentNullException.ThrowIfNull(caption);
        _html.Append("<figure>\n<div class=\"wide\">").Append(chart.Render(standalone: false)).Append("</div>\n");
        if (caption.Length > 0) _html.Append("<figcaption>").Append(LightMarkdown.Inline(caption)).Append("</figcaption>\n");
        _html.Append("</figure>\n");
        return this;
    }
}
