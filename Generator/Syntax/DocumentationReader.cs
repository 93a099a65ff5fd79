using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NeuronDsl.Generator.Syntax;

/// <summary>
/// Reads documentation comments from the text itself: the compiler parses them only where a documentation file is asked for, and what is
/// emitted must not depend on that.
/// </summary>
internal static class DocumentationReader
{
    /// <summary>The first sentence of a declaration's summary as plain text, null where it has none.</summary>
    public static string? Summary(ISymbol symbol, CancellationToken token) => symbol.DeclaringSyntaxReferences
        .Select(r => r.GetSyntax(token))
        .Select(s => s is VariableDeclaratorSyntax { Parent.Parent: { } field } ? field : s)
        .Select(SummaryOf)
        .FirstOrDefault(s => s is not null);

    private static string? SummaryOf(SyntaxNode declaration)
    {
        IEnumerable<string> lines = declaration.GetLeadingTrivia().ToFullString().Split('\n')
            .Select(l => l.Trim()).Where(l => l.StartsWith("///")).Select(l => l.Substring(3));
        string comment = string.Join("\n", lines);
        if (comment.Length == 0) return null;
        try
        {
            XElement? summary = XElement.Parse($"<doc>{comment}</doc>").Element("summary");
            if (summary is null) return null;
            string text = string.Join(" ", Plain(summary).Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
            return text.Length == 0 ? null : FirstSentence(text);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    // References read as the name they refer to.
    private static string Plain(XElement element) => string.Concat(element.Nodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement { IsEmpty: true } reference => reference.Attributes().FirstOrDefault()?.Value.Split('.', ':').Last() ?? " ",
        XElement inner => Plain(inner),
        _ => "",
    }));

    /// <summary>Up to the first full stop that ends a sentence: after a lower-case word, unlike "J. Physiol. 117".</summary>
    private static string FirstSentence(string text)
    {
        for (int i = text.IndexOf(". "); i >= 0; i = text.IndexOf(". ", i + 1))
        {
            int word = text.LastIndexOf(' ', i) + 1;
            if (char.IsLower(text[word]) && (i + 2 >= text.Length || !char.IsLower(text[i + 2])) && i - word > 1) return text.Substring(0, i + 1);
        }

        return text;
    }
}
