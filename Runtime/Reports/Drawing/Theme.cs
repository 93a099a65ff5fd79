using System.Globalization;

namespace NeuronDsl.Reports.Drawing;

/// <summary>
/// Colours, strokes and type, as one style sheet. The series colours are those of Okabe and Ito (2008, Color Universal Design) on white
/// and lighter ones on dark pages, told apart under every kind of colour blindness; past the sixth series the line style changes instead.
/// </summary>
internal static class Theme
{
    public const double TitleSize = 16, LabelSize = 13, TickSize = 12;

    /// <summary>How much wider titles run, being bold.</summary>
    public const double BoldFactor = 1.12;

    public const int Colours = 6;

    private static readonly string[] Dashes = ["", "7 4", "2 3.5", "10 3 2 3"];

    /// <summary>Everything is scoped by the class ndsl, so that the sheet may sit inside any page.</summary>
    public const string StyleSheet =
        """
        .ndsl{--paper:#fff;--ink:#1f2328;--soft:#59636e;--grid:#e4e7eb;--c0:#0072b2;--c1:#d55e00;--c2:#009e73;--c3:#cc79a7;--c4:#e69f00;--c5:#56b4e9;color-scheme:light dark;font-family:system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
        @media (prefers-color-scheme:dark){.ndsl{--paper:#15181c;--ink:#e6e9ed;--soft:#a3adb8;--grid:#30363d;--c0:#56b4e9;--c1:#fb6f2c;--c2:#1fd08c;--c3:#eda3c0;--c4:#f2e04b;--c5:#7d6cff}}
        svg.ndsl text{fill:var(--ink);font-size:13px}svg.ndsl .title{font-size:16px;font-weight:600}svg.ndsl .tick{font-size:12px;fill:var(--soft)}
        svg.ndsl .paper{fill:var(--paper)}svg.ndsl .grid{stroke:var(--grid);fill:none}svg.ndsl .axis{stroke:var(--soft);fill:none}
        svg.ndsl .line{fill:none;stroke-width:1.6;stroke-linejoin:round;stroke-linecap:round}svg.ndsl .dots{fill:none;stroke-width:5;stroke-linecap:round}
        svg.ndsl .band{fill-opacity:.18;stroke:none}svg.ndsl .thin{fill:none;stroke-width:1.2}svg.ndsl .field{fill:none;stroke:var(--soft);stroke-opacity:.55;stroke-linecap:round}
        svg.ndsl .ink{stroke:var(--ink);fill:none}svg.ndsl .fill{fill:var(--c0)}svg.ndsl text.inherit{fill:var(--ink)}svg.ndsl text.over{fill:var(--paper)}svg.ndsl text.middle{fill:var(--ink)}
        @media (prefers-color-scheme:dark){svg.ndsl text.middle{fill:var(--paper)}}
        svg.ndsl .s0{stroke:var(--c0)}svg.ndsl .s1{stroke:var(--c1)}svg.ndsl .s2{stroke:var(--c2)}svg.ndsl .s3{stroke:var(--c3)}svg.ndsl .s4{stroke:var(--c4)}svg.ndsl .s5{stroke:var(--c5)}
        svg.ndsl .f0{fill:var(--c0)}svg.ndsl .f1{fill:var(--c1)}svg.ndsl .f2{fill:var(--c2)}svg.ndsl .f3{fill:var(--c3)}svg.ndsl .f4{fill:var(--c4)}svg.ndsl .f5{fill:var(--c5)}
        """;

    /// <summary>The class that strokes the series i in its colour.</summary>
    public static string Stroke(int i) => "s" + (i % Colours).ToString(CultureInfo.InvariantCulture);

    /// <summary>The class that fills with the colour of series i.</summary>
    public static string Fill(int i) => "f" + (i % Colours).ToString(CultureInfo.InvariantCulture);

    /// <summary>The dash pattern of series i; empty for a full line.</summary>
    public static string Dash(int i, bool dashed) => Dashes[(i / Colours + (dashed ? 1 : 0)) % Dashes.Length];
}
