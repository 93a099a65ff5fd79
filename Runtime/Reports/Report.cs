using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using NeuronDsl.Data;
using NeuronDsl.Reports.Drawing;

namespace NeuronDsl.Reports;

/// <summary>
/// A page of text, tables and charts in one HTML file that needs nothing else: no script, no font, no network. It follows the
/// reader's light or dark setting, prints, and holds no time or machine name, so the same contents give the same bytes.
/// </summary>
/// <example>
/// <code>
/// var report = new Report("Regular spiking");
/// report.Section("Response to a current step")
///       .Text("A step of **10 pA** at 100 ms.")
///       .Figure(new LineChart(new Series("v", dt, voltage)) { X = new("Time", "ms"), Y = new("v", "mV") });
/// report.Save("report.html");
/// </code>
/// </example>
public sealed class Report
{
    private const int SectionsForContents = 4;

    private const string PageStyle =
        """
        body{margin:0;background:var(--paper);color:var(--ink);font-size:16px;line-height:1.55}
        main{max-width:800px;margin:0 auto;padding:32px 20px 64px}
        h1{font-size:30px;line-height:1.2;margin:0 0 20px}h2{font-size:21px;margin:44px 0 12px}
        p,ul{margin:0 0 14px}a{color:var(--c0)}nav ul{columns:2;padding-left:20px}
        code,pre{font-family:ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;font-size:.88em}
        pre{border:1px solid var(--grid);border-radius:6px;padding:12px 14px;overflow-x:auto}
        .wide{overflow-x:auto}table{border-collapse:collapse;margin:0 0 18px;font-size:15px;font-variant-numeric:tabular-nums}
        th,td{padding:5px 14px 5px 0;text-align:left;border-bottom:1px solid var(--grid)}th{border-bottom-color:var(--soft)}
        .number{text-align:right}th.number,td.number{padding-left:14px}caption,figcaption{color:var(--soft);font-size:14px;text-align:left;padding:4px 0}
        figure{margin:18px 0 26px}svg.ndsl{max-width:100%;height:auto;display:block}
        @media (max-width:560px){svg.ndsl{max-width:none}}
        @media print{h2,figure,tr{break-inside:avoid}h2{break-after:avoid}}
        """;

    private readonly List<Section> _sections = [];

    /// <summary>An empty report.</summary>
    /// <param name="title">The heading of the page and the name of its tab.</param>
    /// <exception cref="ArgumentException">The title is empty.</exception>
    public Report(string title)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        Title = title;
    }

    /// <summary>The heading of the page.</summary>
    public string Title { get; }

    /// <summary>Adds a section at the end. From four sections on, the page begins with a list of them.</summary>
    /// <param name="heading">Its heading; empty for text that needs none.</param>
    /// <returns>The section, to be filled.</returns>
    public Section Section(string heading = "")
    {
        ArgumentNullException.ThrowIfNull(heading);
        var section = new Section(heading);
        _sections.Add(section);
        return section;
    }

    /// <summary>The page as HTML, which is also well-formed XML.</summary>
    public string ToHtml()
    {
        string title = Markup.Escape(Title);
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<meta name=\"color-scheme\" content=\"light dark\"/>\n")
            .Append("<title>").Append(title).Append("</title>\n")
            .Append("<style>\n").Append(Theme.StyleSheet).Append('\n').Append(PageStyle).Append("\n</style>\n</head>\n")
            .Append("<body class=\"ndsl\">\n<main>\n<h1>").Append(title).Append("</h1>\n");
        if (_sections.Count >= SectionsForContents) AppendContents(html);
        for (int i = 0; i < _sections.Count; i++)
        {
            html.Append("<section id=\"").Append(Id(i)).Append("\">\n");
            if (_sections[i].Heading.Length > 0) html.Append("<h2>").Append(Markup.Escape(_sections[i].Heading)).Append("</h2>\n");
            html.Append(_sections[i].Html).Append("</section>\n");
        }
        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    /// <summary>
    /// Writes the page as UTF-8, creating the folder where it is missing. A file of that name is replaced in one move when the new one is
    /// complete; when writing fails it stays as it was and nothing is left beside it.
    /// </summary>
    /// <param name="path">The file to write.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string target = Path.GetFullPath(path), html = ToHtml();
        string folder = Path.GetDirectoryName(target) ?? throw new ArgumentException($"'{path}' is a folder, not a file.", nameof(path));
        Directory.CreateDirectory(folder);
        AtomicFile.Write(target, file => file.Write(new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(html)));
    }

    private void AppendContents(StringBuilder html)
    {
        html.Append("<nav>\n<ul>\n");
        for (int i = 0; i < _sections.Count; i++)
        {
            if (_sections[i].Heading.Length == 0) continue;
            html.Append("<li><a href=\"#").Append(Id(i)).Append("\">").Append(Markup.Escape(_sections[i].Heading)).Append("</a></li>\n");
        }
        html.Append("</ul>\n</nav>\n");
    }

    private static string Id(int section) => "section-" + (section + 1).ToString(CultureInfo.InvariantCulture);
}
