using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;

namespace NeuronDsl.Data;

/// <summary>
/// An IDX file of unsigned bytes, the format of MNIST and Fashion-MNIST (LeCun, Cortes and Burges, 1998), plain or gzip: two zero bytes, the
/// element type 0x08, the number of dimensions, their lengths as big-endian 32-bit numbers, then the bytes, the last dimension fastest.
/// </summary>
public sealed class IdxFile
{
    private const byte UnsignedByte = 0x08;

    // No stream of deflate expands further.
    private const long MaxExpansion = 1032;

    private IdxFile(int[] lengths, byte[] data) => (Lengths, Data) = (lengths, data);

    /// <summary>The lengths of the dimensions.</summary>
    public int[] Lengths { get; }

    /// <summary>The elements.</summary>
    public byte[] Data { get; }

    /// <summary>Reads images, [count, height, width].</summary>
    /// <inheritdoc cref="Read"/>
    public static IdxFile ReadImages(string path) => Read(path, dimensions: 3);

    /// <summary>Reads labels, [count].</summary>
    /// <inheritdoc cref="Read"/>
    public static IdxFile ReadLabels(string path) => Read(path, dimensions: 1);

    /// <summary>Reads a file; gzip is recognised by its first bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dimensions">The number of dimensions that it must have.</param>
    /// <exception cref="InvalidDataException">
    /// The file is foreign, has other dimensions, is truncated or has bytes to spare; the message names the file, the offset (of the
    /// uncompressed bytes) and what was expected there.
    /// </exception>
    public static IdxFile Read(string path, int dimensions)
    {
        using var file = File.OpenRead(path);
        bool compressed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        if (!compressed) return Parse(file, path, dimensions, file.Length);
        using var inflated = new GZipStream(file, CompressionMode.Decompress);
        try
        {
            return Parse(inflated, path, dimensions, file.Length * MaxExpansion);
        }
        catch (InvalidDataException damage) when (!damage.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path}: the gzip stream is damaged: {damage.Message}", damage);
        }
    }

    private static IdxFile Parse(Stream stream, string path, int dimensions, long mostBytes)
    {
        byte[] header = new byte[4 + 4 * dimensions];
        int read = stream.ReadAtLeast(header, 4, throwOnEndOfStream: false);
        if (read < 4) throw FileDamage.At(path, read, "the 4 bytes of the IDX magic number", "the end of the file");
        uint magic = BinaryPrimitives.ReadUInt32BigEndian(header), expected = (uint)(UnsignedByte << 8 | dimensions);
        if (magic >> 8 != UnsignedByte) throw FileDamage.At(path, 0, $"the magic number 0x{expected:X8} (IDX of unsigned bytes)", $"0x{magic:X8}");
        if (magic != expected) throw FileDamage.At(path, 3, $"{dimensions} dimensions", $"{magic & 0xFF}");
        read += stream.ReadAtLeast(header.AsSpan(read), header.Length - read, throwOnEndOfStream: false);
        if (read < header.Length)
            throw FileDamage.At(path, read, $"the lengths of {dimensions} dimensions, up to offset {header.Length}", "the end of the file");

        int[] lengths = new int[dimensions];
        long size = 1;
        for (int i = 0; i < dimensions; i++)
        {
            int offset = 4 + 4 * i;
            uint length = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(offset));
            if (length == 0 || length > Array.MaxLength || size * length > Array.MaxLength)
                throw FileDamage.At(path, offset, $"a length of dimension {i} that gives 1 to {Array.MaxLength} bytes in all", $"{length}");
            lengths[i] = (int)length;
            size *= length;
        }

        string shape = string.Join('x', lengths);
        if (size > mostBytes) throw FileDamage.At(path, header.Length, $"{size} bytes of {shape}", "a file too small for them");
        byte[] data = new byte[size];
        read = stream.ReadAtLeast(data, data.Length, throwOnEndOfStream: false);
        if (read < data.Length)
            throw FileDamage.At(path, header.Length + read, $"{size} bytes of {shape} from offset {header.Length} on", $"the end of the file after {read}");
        if (stream.ReadByte() >= 0) throw FileDamage.At(path, header.Length + size, $"the end of the file after {shape} bytes", "more bytes");
        return new IdxFile(lengths, data);
    }
}
