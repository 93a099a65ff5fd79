using System;
using System.Linq;
using Microsoft.CodeAnalysis.Text;
using NeuronDsl.Generator.Emit;
using Xunit;

namespace NeuronDsl.Tests.Emit;

/// <summary>A text in pieces is the text: Roslyn reads it by character, by copying and as a whole.</summary>
public sealed class EmittedTextTests
{
    private const int Piece = 1 << EmittedText.PieceBits;

    [Theory]
    [InlineData(0, "")]
    [InlineData(10, "")]
    [InlineData(Piece - 1, "")]
    [InlineData(Piece, "")]
    [InlineData((3 * Piece) + 5, "")]
    [InlineData(Piece - 1, "\U0001D70F")]
    [InlineData(Piece + 7, "τ")]
    [InlineData(2 * Piece, "τ")]
    public void It_is_what_was_written(int before, string middle)
    {
        string text = string.Concat(Enumerable.Range(0, before).Select(i => (char)('a' + (i % 26)))) + middle + new string('-', Piece / 3);
        EmittedText.Builder builder = new();
        builder.Append(text, 0, before / 2);
        builder.Append(text.ToCharArray(), before / 2, text.Length - (before / 2));
        SourceText emitted = builder.Text();
        Assert.Equal(text, emitted.ToString());
        Assert.Equal(text.Length, emitted.Length);
        Assert.Equal(text[text.Length / 2], emitted[text.Length / 2]);
        Assert.True(emitted.GetChecksum().SequenceEqual(SourceText.From(text, System.Text.Encoding.UTF8).GetChecksum()));
        for (int back = 0; back < Math.Min(text.Length, Piece); back += 997) Assert.Equal(text[text.Length - 1 - back], builder.FromEnd(back));

        char[] part = new char[Math.Min(text.Length, Piece + 3)];
        emitted.CopyTo(text.Length - part.Length, part, 0, part.Length);
        Assert.Equal(text[^part.Length..], new string(part));
    }

    [Fact]
    public void What_is_ascii_takes_a_byte_a_character()
    {
        string text = new('x', 64 * Piece);
        long before = GC.GetAllocatedBytesForCurrentThread();
        EmittedText.Builder builder = new();
        builder.Append(text, 0, text.Length);
        SourceText emitted = builder.Text();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, text.Length, (1.2 * text.Length) + (10 * Piece));
        Assert.Equal(text.Length, emitted.Length);
    }

    [Fact]
    public void What_is_repeated_stands_at_the_indentation_of_its_new_place()
    {
        SourceWriter writer = new();
        WriterPlace from, to;
        using (writer.Block("a"))
        {
            from = writer.Place;
            writer.Line("// note").Line("b;").Gap().Line("c;");
            to = writer.Place;
        }

        using (writer.Block("d"))
        using (writer.Block())
        {
            writer.Line("e;");
            writer.Repeat(from, to);
        }

        Assert.Equal("a\n{\n    // note\n    b;\n\n    c;\n}\nd\n{\n    {\n        e;\n\n        // note\n        b;\n\n        c;\n    }\n}\n", writer.ToString());
    }
}
