using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis.Text;

namespace NeuronDsl.Tests.Generator;

/// <summary>A source in which <c>[|</c> and <c>|]</c> stand around the spans that a test expects.</summary>
internal sealed record MarkedSource(string Text, IReadOnlyList<TextSpan> Spans)
{
    private const string Open = "[|", Close = "|]";

    public static MarkedSource Parse(string marked)
    {
        List<TextSpan> spans = [];
        for (int start = marked.IndexOf(Open, StringComparison.Ordinal); start >= 0; start = marked.IndexOf(Open, start, StringComparison.Ordinal))
        {
            marked = marked.Remove(start, Open.Length);
            int end = marked.IndexOf(Close, start, StringComparison.Ordinal);
            marked = marked.Remove(end, Close.Length);
            spans.Add(TextSpan.FromBounds(start, end));
        }

        return new(marked, spans);
    }
}
