using System;

namespace NeuronDsl.Generator.Emit;

/// <summary>Characters under way, among them the texts of a program's values one behind the other: printing makes no strings of what only becomes part of another.</summary>
internal sealed class TextBuffer
{
    // One is kept for the next printer of the same thread; a monstrous one is not.
    private const int LargestKept = 1 << 17;

    [ThreadStatic]
    private static TextBuffer? _spare;

    private char[] _chars = new char[1 << 13];

    public int Length { get; private set; }

    public char this[int index] => _chars[index];

    public char[] Chars => _chars;

    public static TextBuffer Rent()
    {
        TextBuffer buffer = _spare ?? new();
        _spare = null;
        buffer.Length = 0;
        return buffer;
    }

    public void Return()
    {
        if (_chars.Length <= LargestKept) _spare = this;
    }

    public void Append(char c)
    {
        Reserve(1);
        _chars[Length++] = c;
    }

    public void Append(string text)
    {
        Reserve(text.Length);
        text.CopyTo(0, _chars, Length, text.Length);
        Length += text.Length;
    }

    /// <summary>Adds what is there already once more.</summary>
    public void Repeat(Span span)
    {
        Reserve(span.Length);
        Array.Copy(_chars, span.Start, _chars, Length, span.Length);
        Length += span.Length;
    }

    /// <summary>Gives up what was added behind a place.</summary>
    public void Truncate(int length) => Length = length;

    public string Text(Span span) => new(_chars, span.Start, span.Length);

    private void Reserve(int count)
    {
        if (Length + count > _chars.Length) Array.Resize(ref _chars, Math.Max(2 * _chars.Length, Length + count));
    }

    /// <summary>A place in the buffer.</summary>
    public readonly record struct Span(int Start, int Length);
}
