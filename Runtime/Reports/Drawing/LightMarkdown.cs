using System;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace NeuronDsl.Reports.Drawing;

/// <summary>
/// The part of Markdown that running text needs: paragraphs parted by blank lines, lists of lines that begin with "- ", **strong**, *emphasis*,
/// `code` and [text](address). Everything else is text, and all text is escaped. Addresses other than http, https, mailto, # and relative ones stay text.
/// </summary>
internal static partial class LightMarkdown
{
    /// <summary>Paragraphs and lists.</summary>
    public static string Blocks(string text)
    {
        var html = new StringBuilder();
        foreach (string block in BlankLines().Split(text.ReplaceLineEndings("\n").Trim('\n')))
        {
            string[] lines = block.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (lines.Length == 0) continue;
            int prose = lines.TakeWhile(line => !IsItem(line)).Count();
            if (prose > 0) html.Append("<p>").Append(Inline(string.Join('\n', lines[..prose]))).Append("</p>\n");
            if (prose < lines.Length) AppendList(html, lines[prose..]);
        }
        return html.ToString();
    }

    /// <summary>Marks inside a line.</summary>
    public static string Inline(string text)
    {
        var html = new StringBuilder();
        int done = 0;
        foreach (Match match in Marks().Matches(text))
        {
            html.Append(Markup.Escape(text[done..match.Index])).Append(Marked(match));
            done = match.Index + match.Length;
        }
        return html.Append(Markup.Escape(text[done..])).ToString();
    }

    private static bool IsItem(string line) => line.StartsWith("- ", StringComparison.Ordinal);

    private static void AppendList(StringBuilder html, string[] lines)
    {
        html.Append("<ul>\n");
        for (int i = 0; i < lines.Length;)
        {
            // A line without a dash goes on with the item above it.
            string item = lines[i][2..];
            for (i++; i < lines.Length && !IsItem(lines[i]); i++) item += "\n" + lines[i];
            html.Append("<li>").Append(Inline(item)).Append("</li>\n");
        }
        html.Append("</ul>\n");
    }

    private static string Marked(Match match)
    {
        if (match.Groups["code"] is { Success: true } code) return $"<code>{Markup.Escape(code.Value)}</code>";
        if (match.Groups["strong"] is { Success: true } strong) return $"<strong>{Inline(strong.Value)}</strong>";
        if (match.Groups["em"] is { Success: true } emphasis) return $"<em>{Inline(emphasis.Value)}</em>";
        string label = match.Groups["label"].Value, address = match.Groups["address"].Value;
        return SafeAddress().IsMatch(address) ? $"<a href=\"{Markup.Escape(address)}\">{Inline(label)}</a>" : Markup.Escape(match.Value);
    }

    [GeneratedRegex(@"\n\s*\n")]
    private static partial Regex BlankLines();

    [GeneratedRegex(@"`(?<code>[^`\n]+)`|\*\*(?<strong>\S(?:[^*]*\S)?)\*\*|(?<![\w*])\*(?<em>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])|\[(?<label>[^\]\n]+)\]\((?<address>[^()\s]+)\)")]
    private static partial Regex Marks();

    [GeneratedRegex(@"^(https?://|mailto:|#|[\w./-]+([?#]|$))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SafeAddress();
}
