using System.Text;

namespace NeuronDsl.Reports.Drawing;

/// <summary>Text made safe for XML and HTML, as content and as a quoted attribute.</summary>
internal static class Markup
{
    /// <summary>Escapes the five special characters; what XML cannot hold (control characters, lone surrogates) becomes U+FFFD.</summary>
    public static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length + 8);
        foreach (Rune rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => safe.Append("&amp;"),
                '<' => safe.Append("&lt;"),
                '>' => safe.Append("&gt;"),
                '"' => safe.Append("&quot;"),
                '\'' => safe.Append("&#39;"),
                '\t' or '\n' or '\r' => safe.Append((char)rune.Value),
                < ' ' or 0xFFFE or 0xFFFF => safe.Append('\uFFFD'),
                _ => safe.Append(rune.ToString()),
            };
        }
        return safe.ToString();
    }
}
