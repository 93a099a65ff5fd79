using System;
using System.Buffers.Binary;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace NeuronDsl.Data;

/// <summary>
/// An array of NumPy's format (NEP 1): the magic bytes, a version, the length of a header, the header as a Python dictionary (type, order, shape), then
/// the elements. Numbers, whole or not, of 1 to 8 bytes and either byte order; C order.
/// </summary>
public sealed partial class NpyArray
{
    private readonly byte[] _bytes;
    private readonly char _kind;
    private readonly int _size;
    private readonly bool _bigEndian;

    private NpyArray(int[] shape, byte[] bytes, char kind, int size, bool bigEndian) =>
        (Lengths, _bytes, _kind, _size, _bigEndian) = (shape, bytes, kind, size, bigEndian);

    /// <summary>The lengths of the dimensions; empty for a single number.</summary>
    public int[] Lengths { get; }

    /// <summary>Elements.</summary>
    public int Count => _bytes.Length / _size;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a file of one array.</summary>
    /// <exception cref="InvalidDataException">The file is foreign, damaged or of a type that is not read; the message names the offset.</exception>
    public static NpyArray Read(string path) => Parse(File.ReadAllBytes(path), path);

    /// <summary>The elements as single precision; whole numbers are rounded where they have more digits.</summary>
    public float[] ToSingles()
    {
        float[] values = new float[Count];
        for (int i = 0; i < values.Length; i++) values[i] = (float)At(i);
        return values;
    }

    /// <summary>The elements as whole numbers.</summary>
    /// <exception cref="InvalidDataException">An element is no whole number, or too large.</exception>
    public int[] ToIntegers()
    {
        int[] values = new int[Count];
        for (int i = 0; i < values.Length; i++)
        {
            double value = At(i);
            if (value != Math.Floor(value) || Math.Abs(value) > int.MaxValue)
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"Element {i} is {value}, which is no whole number of 32 bits."));
            values[i] = (int)value;
        }

        return values;
    }

    /// <summary>Takes an array from its bytes.</summary>
    /// <param name="bytes">All of them.</param>
    /// <param name="path">What messages call the file.</param>
    internal static NpyArray Parse(byte[] bytes, string path)
    {
        if (!bytes.AsSpan().StartsWith(Magic)) throw FileDamage.At(path, 0, "the magic bytes \\x93NUMPY", "something else; this is no array of NumPy");
        if (bytes.Length < 12) throw FileDamage.At(path, bytes.Length, "the rest of the header", "the end of the file");
        int version = bytes[6], prefix = version == 1 ? 10 : 12;
        if (version is < 1 or > 3) throw FileDamage.At(path, 6, "version 1 to 3", $"{version}");
        long length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8)) : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8));
        if (prefix + length > bytes.Length)
            throw FileDamage.At(path, prefix, $"a header of {length} bytes", $"the end of the file after {bytes.Length - prefix}");
        string header = Encoding.ASCII.GetString(bytes, prefix, (int)length);
        var (type, shape) = ParseHeader(header, path, prefix);

        int start = prefix + (int)length, size = type[2] - '0';
        long expected = shape.Aggregate((long)size, (product, next) => product * next);
        if (bytes.Length - start != expected)
            throw FileDamage.At(
                path, Math.Min(bytes.Length, start + expected), $"{expected} bytes of {type} {string.Join('x', shape)} from offset {start} on",
                $"{bytes.Length - start}");
        return new NpyArray(shape, bytes[start..], type[1], size, type[0] == '>');
    }

    private static (string Type, int[] Shape) ParseHeader(string header, string path, int offset)
    {
        string type = Descriptor().Match(header).Groups[1].Value;
        if (!Readable().IsMatch(type))
            throw FileDamage.At(path, offset, "numbers of a type b1, i1 to i8, u1 to u8 or f2 to f8", type.Length > 0 ? type : header.Trim());
        if (!header.Contains("'fortran_order': False", StringComparison.Ordinal))
            throw FileDamage.At(path, offset, "elements in C order ('fortran_order': False)", header.Trim());
        var shape = ShapeTuple().Match(header);
        if (!shape.Success) throw FileDamage.At(path, offset, "a shape", header.Trim());
        int[] lengths = [.. shape.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        return (type, lengths);
    }

    private double At(int index)
    {
        Span<byte> element = stackalloc byte[_size];
        _bytes.AsSpan(index * _size, _size).CopyTo(element);
        if (_bigEndian) element.Reverse();
        return (_kind, _size) switch
        {
            ('f', 2) => (double)BinaryPrimitives.ReadHalfLittleEndian(element),
            ('f', 4) => BinaryPrimitives.ReadSingleLittleEndian(element),
            ('f', _) => BinaryPrimitives.ReadDoubleLittleEndian(element),
            ('i', 1) => (sbyte)element[0],
            ('i', 2) => BinaryPrimitives.ReadInt16LittleEndian(element),
            ('i', 4) => BinaryPrimitives.ReadInt32LittleEndian(element),
            ('i', _) => BinaryPrimitives.ReadInt64LittleEndian(element),
            (_, 1) => element[0],
            (_, 2) => BinaryPrimitives.ReadUInt16LittleEndian(element),
            (_, 4) => BinaryPrimitives.ReadUInt32LittleEndian(element),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(element),
        };
    }

    [GeneratedRegex(@"'descr':\s*'([^']*)'", RegexOptions.CultureInvariant)]
    private static partial Regex Descriptor();

    [GeneratedRegex(@"^[<>|=](b1|[iu][1248]|f[248])$", RegexOptions.CultureInvariant)]
    private static partial Regex Readable();

    [GeneratedRegex(@"'shape':\s*\(([\d\s,]*)\)", RegexOptions.CultureInvariant)]
    private static partial Regex ShapeTuple();
}
