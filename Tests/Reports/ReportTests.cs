using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using NeuronDsl.Reports;
using NeuronDsl.Reports.Drawing;
using Xunit;

namespace NeuronDsl.Tests.Reports;

public sealed class ReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reports").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_page_is_well_formed_and_holds_its_parts_in_order()
    {
        var root = SvgReading.Xml(Sample().ToHtml());
        Assert.Equal("A <b> & c", root.Descendants("h1").Single().Value);
        Assert.Equal(["First & last", "Results"], root.Descendants("h2").Select(head => head.Value));
        var section = root.Descendants("section").First();
        Assert.Equal(["h2", "p", "pre", "figure", "div"], section.Elements().Select(element => element.Name.LocalName));
        Assert.Equal(["Solver", "Error"], root.Descendants("th").Select(head => head.Value));
        Assert.Equal(["Euler", "1.235×10⁻⁵", "<i>", "1,234"], root.Descendants("td").Select(cell => cell.Value));
    }

    [Fact]
    public void A_section_without_a_heading_is_in_the_page_but_not_in_its_contents()
    {
        var report = new Report("r");
        foreach (string heading in (string[])["one", "", "three", "four"]) report.Section(heading).Text($"({heading})");
        var root = SvgReading.Xml(report.ToHtml());
        Assert.Equal(["(one)", "()", "(three)", "(four)"], root.Descendants("p").Select(text => text.Value));
        Assert.Equal(["#section-1", "#section-3", "#section-4"], root.Descendants("a").Select(link => link.Attribute("href")!.Value));
        Assert.Equal("three", root.Descendants("section").Single(section => section.Attribute("id")!.Value == "section-3").Element("h2")!.Value);
    }

    [Fact]
    public void A_page_needs_no_script_and_no_other_file()
    {
        var root = SvgReading.Xml(Sample().ToHtml());
        Assert.DoesNotContain(root.Descendants(), element => element.Name.LocalName is "script" or "link" or "iframe" or "img");
        Assert.DoesNotContain("url(", root.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("@import", root.ToString(), StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme:dark", root.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_style_sheet_is_in_the_page_once_and_in_a_chart_of_its_own_too()
    {
        Assert.Single(SvgReading.Xml(Sample().ToHtml()).Descendants(), element => element.Name.LocalName == "style");
        Assert.Single(SvgReading.Elements(Figure().ToSvg(), "style"));
    }

    [Theory]
    [InlineData("plain <b> & 'text'", "<p>plain &lt;b&gt; &amp; &#39;text&#39;</p>\n")]
    [InlineData("**bold** and *it* and `a<b`", "<p><strong>bold</strong> and <em>it</em> and <code>a&lt;b</code></p>\n")]
    [InlineData("2 * 3 * 4 and a*b*c", "<p>2 * 3 * 4 and a*b*c</p>\n")]
    [InlineData("`**code**`", "<p><code>**code**</code></p>\n")]
    [InlineData("one\n\ntwo", "<p>one</p>\n<p>two</p>\n")]
    [InlineData("see:\n- a\n  goes on\n- b", "<p>see:</p>\n<ul>\n<li>a\ngoes on</li>\n<li>b</li>\n</ul>\n")]
    [InlineData("[x](https://a.b/?c=1&d=\"2\")", "<p><a href=\"https://a.b/?c=1&amp;d=&quot;2&quot;\">x</a></p>\n")]
    [InlineData("[x](#section-2) [y](data/out.csv)", "<p><a href=\"#section-2\">x</a> <a href=\"data/out.csv\">y</a></p>\n")]
    [InlineData("[x](javascript:alert)", "<p>[x](javascript:alert)</p>\n")]
    [InlineData("", "")]
    public void Text_takes_light_markdown_and_nothing_else(string text, string html) => Assert.Equal(html, LightMarkdown.Blocks(text));

    [Fact]
    public void What_xml_cannot_hold_is_replaced() => Assert.Equal("a\uFFFDb\uFFFDc\tµ😀", Markup.Escape("a\u0000b\ud800c\tµ😀"));

    [Fact]
    public void The_same_contents_give_the_same_bytes_under_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        string first = Sample().ToHtml();
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(first, Sample().ToHtml());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Saving_makes_the_folder_replaces_the_file_and_leaves_nothing_else()
    {
        string path = Path.Combine(_folder, "deep", "er", "report.html");
        Sample().Save(path);
        File.WriteAllText(path, "old and longer than nothing");
        Sample().Save(path);
        Assert.Equal(Encoding.UTF8.GetBytes(Sample().ToHtml()), File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void A_save_that_fails_leaves_what_was_there_and_no_temporary_file()
    {
        // A folder of the target's name makes the last move fail, after everything was written.
        string path = Path.Combine(_folder, "report.html");
        Directory.CreateDirectory(path);
        Assert.ThrowsAny<Exception>(() => Sample().Save(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_reader_of_the_old_file_keeps_it_whole_while_the_new_one_takes_its_place()
    {
        string path = Path.Combine(_folder, "report.html");
        Sample().Save(path);
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        new Report("another").Save(path);
        Assert.Equal(Sample().ToHtml(), reader.ReadToEnd());
        Assert.Equal(new Report("another").ToHtml(), File.ReadAllText(path));
    }

    [Fact]
    public void A_chart_that_cannot_be_drawn_fails_where_it_is_added()
    {
        var section = new Report("r").Section("s");
        Assert.Throws<ArgumentException>(() => section.Figure(new PhasePlane()));
    }

    [Fact]
    public void A_row_must_fit_the_columns()
    {
        var error = Assert.Throws<ArgumentException>("cells", () => new Table("a", "b").Row(1));
        Assert.Contains("1 cells in a table of 2 columns", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("columns", () => new Table());
        Assert.Throws<ArgumentException>("title", () => new Report(" "));
    }

    private static LineChart Figure() => new(new Series("v", 0.1, [1.5, 2.25, 1])) { X = new("Time", "ms"), Y = new("v", "mV") };

    private static Report Sample()
    {
        var report = new Report("A <b> & c");
        report.Section("First & last")
            .Text("Some **text**.")
            .Code("a < b")
            .Figure(Figure(), "A *trace*.")
            .Table(new Table("Solver", "Error").Row("Euler", 1.23456e-5).Row("<i>", 1234));
        report.Section("Results");
        return report;
    }
}
