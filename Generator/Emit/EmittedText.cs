using System;
using System.Collections.Generic;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace NeuronDsl.Generator.Emit;

/// <summary>
/// The text of an emitted file, in pieces: a character takes a byte where its piece is ASCII, which nearly all is. Kernels come to more than a megabyte a neuron; in one string
/// each would be a large object, which the collector takes back only when it goes through all of the editor's memory.
/// </summary>
internal sealed class EmittedText(IReadOnlyList<Array> pieces, int length) : SourceText
{
    /// <summary>The length of all pieces but the last, as a power of two: 16,384 characters.</summary>
    public const int PieceBits = 14;

    public override Encoding Encoding => Encoding.UTF8;

    public override int Length => length;

    public override char this[int position] => At(pieces, position);

    public override void CopyTo(int sourceIndex, char[] destination, int destinationIndex, int count) =>
        Copy(pieces, sourceIndex, destination, destinationIndex, count);

    private static void Copy(IReadOnlyList<Array> pieces, int sourceIndex, char[] destination, int destinationIndex, int count)
    {
        while (count > 0)
        {
            int from = sourceIndex & ((1 << PieceBits) - 1), part = Math.Min(count, (1 << PieceBits) - from);
            if (pieces[sourceIndex >> PieceBits] is byte[] narrow) Encoding.ASCII.GetChars(narrow, from, part, destination, destinationIndex);
            else Array.Copy((char[])pieces[sourceIndex >> PieceBits], from, destination, destinationIndex, part);
            (sourceIndex, destinationIndex, count) = (sourceIndex + part, destinationIndex + part, count - part);
        }
    }

    private static char At(IReadOnlyList<Array> pieces, int position)
    {
        int at = position & ((1 << PieceBits) - 1);
        return pieces[position >> PieceBits] is byte[] narrow ? (char)narrow[at] : ((char[])pieces[position >> PieceBits])[at];
    }

    /// <summary>A text under way, to which characters are added.</summary>
    internal sealed class Builder
    {
        private readonly List<Array> _pieces = [];
        private char[] _last = new char[1 << PieceBits];
        private int _used;

        public int Length => (_pieces.Count << PieceBits) + _used;

        /// <summary>The last character but so many; where there is none, a line feed.</summary>
        public char FromEnd(int back)
        {
            int at = Length - 1 - back;
            return at < 0 ? '\n' : at >> PieceBits == _pieces.Count ? _last[at & ((1 << PieceBits) - 1)] : At(_pieces, at);
        }

        public void Append(char c, int count = 1)
        {
            while (count > 0)
            {
                int part = Room(count);
                for (int end = _used + part; _used < end; _used++) _last[_used] = c;
                count -= part;
            }
        }

        public void Append(string text, int start, int count)
        {
            while (count > 0)
            {
                int part = Room(count);
                text.CopyTo(start, _last, _used, part);
                (start, count, _used) = (start + part, count - part, _used + part);
            }
        }

        public void Append(char[] text, int start, int count)
        {
            while (count > 0)
            {
                int part = Room(count);
                Array.Copy(text, start, _last, _used, part);
                (start, count, _used) = (start + part, count - part, _used + part);
            }
        }

        /// <summary>What was added between two places.</summary>
        public char[] Between(int start, int end)
        {
            char[] text = new char[end - start];
            int closed = Math.Max(0, Math.Min(end, _pieces.Count << PieceBits) - start);
            Copy(_pieces, start, text, 0, closed);
            Array.Copy(_last, (start + closed) & ((1 << PieceBits) - 1), text, closed, text.Length - closed);
            return text;
        }

        /// <summary>All that was added.</summary>
        public EmittedText Text()
        {
            char[] rest = new char[_used];
            Array.Copy(_last, rest, _used);
            return new([.. _pieces, Narrowed(rest) ?? (Array)rest], Length);
        }

        private int Room(int wanted)
        {
            if (_used == _last.Length) Close();
            return Math.Min(wanted, _last.Length - _used);
        }

        private void Close()
        {
            byte[]? narrow = Narrowed(_last);
            _pieces.Add(narrow ?? (Array)_last);
            if (narrow is null) _last = new char[1 << PieceBits];
            _used = 0;
        }

        private static byte[]? Narrowed(char[] text) => Encoding.UTF8.GetByteCount(text) == text.Length ? Encoding.ASCII.GetBytes(text) : null;
    }
}
