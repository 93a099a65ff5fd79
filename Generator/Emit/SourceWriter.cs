using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.Text;

namespace NeuronDsl.Generator.Emit;

/// <summary>Writes indented source text: line feeds alone, no blanks at the ends of lines, braces by <see cref="Block"/>.</summary>
internal sealed class SourceWriter
{
    private readonly EmittedText.Builder _text = new();
    private int _indentation;

    /// <summary>Writes one line, or several if the text has line feeds, at the present indentation.</summary>
    public SourceWriter Line(string text = "")
    {
        int start = 0;
        for (int end = text.IndexOf('\n'); end >= 0; end = text.IndexOf('\n', start))
        {
            Append(text, start, end);
            start = end + 1;
        }

        Append(text, start, text.Length);
        return this;
    }

    /// <summary>Opens a brace under the heading; disposing closes it.</summary>
    public IDisposable Block(string? heading = null, string close = "}")
    {
        if (heading is not null) Line(heading);
        return Open("{", close);
    }

    /// <summary>Opens the body of a kernel: its counters wrap around and its addresses are never out of range, whatever the project checks.</summary>
    public IDisposable Kernel(string heading)
    {
        IDisposable method = Block(heading);
        Line("unchecked");
        return Open("{", "}", method);
    }

    /// <summary>Opens the brackets of a collection expression, a member of an initialiser; disposing closes them.</summary>
    public IDisposable List() => Open("[", "],");

    /// <summary>Begins a line of several pieces; <see cref="EndLine"/> ends it.</summary>
    public SourceWriter StartLine()
    {
        _text.Append(' ', 4 * _indentation);
        return this;
    }

    public SourceWriter Add(string text)
    {
        _text.Append(text, 0, text.Length);
        return this;
    }

    public SourceWriter Add(TextBuffer buffer, TextBuffer.Span span)
    {
        _text.Append(buffer.Chars, span.Start, span.Length);
        return this;
    }

    public SourceWriter EndLine(string text)
    {
        Add(text);
        _text.Append('\n');
        return this;
    }

    /// <summary>How much was written so far: a place to <see cref="Repeat"/> from.</summary>
    public WriterPlace Place => new(_text.Length, _indentation);

    /// <summary>Writes once more what was written between two places, at the present indentation; a blank line before a comment where there is none.</summary>
    public void Repeat(WriterPlace from, WriterPlace to)
    {
        char[] text = _text.Between(from.Length, to.Length);
        int margin = 4 * from.Indentation, start = text.Length > 0 && text[0] == '\n' ? 1 : 0, first = start + margin;
        if (first + 1 < text.Length && text[first] == '/' && text[first + 1] == '/') Gap();
        for (int end; start < text.Length; start = end + 1)
        {
            end = Array.IndexOf(text, '\n', start);
            if (end > start) StartLine()._text.Append(text, start + margin, end - start - margin);
            _text.Append('\n');
        }
    }

    private void Append(string text, int start, int end)
    {
        if (end > start)
        {
            StartLine();
            _text.Append(text, start, end - start);
        }

        _text.Append('\n');
    }

    private IDisposable Open(string open, string close, IDisposable? outer = null)
    {
        Line(open);
        _indentation++;
        return new Closing(this, close, outer);
    }

    /// <summary>Whether the last line is blank or opens a block, where another blank line would be too many.</summary>
    public bool AtStart => _text.Length < 2 || (_text.FromEnd(0) == '\n' && _text.FromEnd(1) is '\n' or '{');

    /// <summary>
    /// Assigns as if at once: a value that another target's old value is part of must be read before that target is written. What would be assigned to itself is left out.
    /// </summary>
    public void AssignTogether(IEnumerable<(string Target, string Value)> assignments)
    {
        (string Target, string Value)[] all = [.. assignments.Where(a => a.Target != a.Value)];
        if (all.Length == 1) Line($"{all[0].Target} = {all[0].Value};");
        else if (all.Length > 1) Line($"({string.Join(", ", all.Select(a => a.Target))}) = ({string.Join(", ", all.Select(a => a.Value))});");
    }

    /// <summary>A blank line, unless one stands there already.</summary>
    public SourceWriter Gap() => AtStart ? this : Line();

    /// <summary>All that was written.</summary>
    public SourceText Text() => _indentation == 0 ? _text.Text() : throw new InvalidOperationException("A block was left open.");

    public override string ToString() => Text().ToString();

    private sealed class Closing(SourceWriter writer, string close, IDisposable? outer) : IDisposable
    {
        public void Dispose()
        {
            writer._indentation--;
            writer.Line(close);
            outer?.Dispose();
        }
    }
}

/// <summary>A place in what a writer has written.</summary>
/// <param name="Length">How much there was before.</param>
/// <param name="Indentation">The indentation there.</param>
internal readonly record struct WriterPlace(int Length, int Indentation);
