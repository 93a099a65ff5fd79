using System;
using System.Collections.Generic;

namespace NeuronDsl.Generator.Emit;

/// <summary>The text of an operation with places for its operands, such as <c>{0} + {1}</c>.</summary>
internal sealed class Template
{
    // What stands before each operand, which operand follows, and what stands behind the last.
    private readonly List<(string Before, int Operand)> _parts = [];
    private readonly string _end;

    public Template(string format)
    {
        int at = 0;
        for (int open = format.IndexOf('{'); open >= 0; open = format.IndexOf('{', at))
        {
            _parts.Add((format.Substring(at, open - at), format[open + 1] - '0'));
            at = open + 3;
        }

        _end = format.Substring(at);
        IsCall = _end.EndsWith(")", StringComparison.Ordinal);
        Negates = format.IndexOf("-{", StringComparison.Ordinal) >= 0;
        Complements = format.StartsWith("~", StringComparison.Ordinal);
    }

    /// <summary>Whether the operands are arguments of a call.</summary>
    public bool IsCall { get; }

    /// <summary>Whether a sign stands before an operand.</summary>
    public bool Negates { get; }

    /// <summary>Whether it begins with a complement.</summary>
    public bool Complements { get; }

    /// <summary>Adds the text with the operands in their places.</summary>
    public void Write(TextBuffer text, TextBuffer.Span[] operands)
    {
        foreach ((string before, int operand) in _parts)
        {
            text.Append(before);
            text.Repeat(operands[operand]);
        }

        text.Append(_end);
    }
}
