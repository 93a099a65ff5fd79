using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;
using System.Text;
using NeuronDsl.Data;

namespace NeuronDsl.Reports.Drawing;

/// <summary>Writes a bitmap of 255 colours and one transparent entry as PNG (ISO/IEC 15948): one byte a pixel, no filter.</summary>
internal static class Png
{
    /// <summary>The palette entry that shows the page behind.</summary>
    public const byte Transparent = 255;

    /// <param name="pixels">Palette indices, [rows, columns].</param>
    /// <param name="palette">256 colours of red, green and blue.</param>
    public static byte[] Write(byte[,] pixels, byte[] palette)
    {
        int rows = pixels.GetLength(0), columns = pixels.GetLength(1);
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, columns);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), rows);
        (header[8], header[9]) = (8, 3); // 8 bits, indexed colour
        WriteChunk(file, "IHDR", header);
        WriteChunk(file, "PLTE", palette);
        var alpha = new byte[256];
        Array.Fill(alpha, (byte)255);
        alpha[Transparent] = 0;
        WriteChunk(file, "tRNS", alpha);
        WriteChunk(file, "IDAT", Compress(pixels, rows, columns));
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    private static byte[] Compress(byte[,] pixels, int rows, int columns)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize))
        {
            var line = new byte[columns + 1]; // the first byte of a line names its filter: 0, none
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++) line[column + 1] = pixels[row, column];
                zlib.Write(line);
            }
        }
        return packed.ToArray();
    }

    private static void WriteChunk(Stream file, string type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        byte[] name = Encoding.ASCII.GetBytes(type);
        file.Write(name);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc32.Continue(Crc32.Continue(uint.MaxValue, name), content));
        file.Write(number);
    }
}
