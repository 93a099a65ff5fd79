using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace NeuronDsl.Reports.Drawing;

/// <summary>Estimates how wide text will be. The reader's font is unknown, so the widths are those of a wide one (DejaVu Sans).</summary>
internal static class TextWidth
{
    /// <summary>The width in pixels at a font size in pixels.</summary>
    public static double Of(string text, double size) => text.EnumerateRunes().Sum(Em) * size;

    /// <summary>The widest of several texts, 0 for none.</summary>
    public static double Widest(IEnumerable<string> texts, double size) => texts.Select(text => Of(text, size)).DefaultIfEmpty().Max();

    /// <summary>The text, cut with an ellipsis where it would be wider than <paramref name="width"/>.</summary>
    public static string Fit(string text, double width, double size)
    {
        if (Of(text, size) <= width) return text;
        var kept = new StringBuilder();
        double used = Em(new Rune('…')) * size;
        foreach (Rune rune in text.EnumerateRunes())
        {
            used += Em(rune) * size;
            if (used > width) break;
            kept.Append(rune.ToString());
        }
        return kept.ToString().TrimEnd() + "…";
    }

    /// <summary>The words laid out in lines no wider than <paramref name="width"/>; a longer word has a line of its own, cut.</summary>
    public static IReadOnlyList<string> Wrap(string text, double width, double size)
    {
        var lines = new List<string>();
        string line = "";
        foreach (string word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            string longer = line.Length == 0 ? word : line + " " + word;
            if (line.Length > 0 && Of(longer, size) > width)
            {
                lines.Add(Fit(line, width, size));
                longer = word;
            }
            line = longer;
        }
        if (line.Length > 0) lines.Add(Fit(line, width, size));
        return lines;
    }

    private static double Em(Rune rune) => rune.Value switch
    {
        >= 0x2E80 => 1.0,
        'i' or 'j' or 'l' or 'I' or '.' or ',' or ':' or ';' or '|' or '!' or '\'' or ' ' => 0.34,
        'f' or 'r' or 't' or '(' or ')' or '[' or ']' or '-' or '/' => 0.42,
        'm' or 'w' or 'M' or 'W' or '@' or '%' or '…' => 0.98,
        >= 'A' and <= 'Z' => 0.72,
        _ => 0.635,
    };
}
