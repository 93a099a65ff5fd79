using System;
using System.IO;

namespace NeuronDsl.Interchange;

/// <summary>What can be told of an HDF5 file by its first bytes (HDF5 File Format Specification 3.0, II.A): that it is one, and where it ends.</summary>
internal static class Hdf5Signature
{
    // Where the end-of-file address stands in the superblock, by its version; addresses of 8 bytes, as all libraries write.
    private const int EndInVersion0 = 40, EndInVersion1 = 44, EndInVersion2 = 28;

    private static ReadOnlySpan<byte> Magic => [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1a, (byte)'\n'];

    /// <summary>Refuses a file that is none or cut short.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no HDF5, or ends too early.</exception>
    public static void Check(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"{path}: there is no such file.", path);
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Span<byte> head = stackalloc byte[64];
        head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        if (head.Length < Magic.Length || !head[..Magic.Length].SequenceEqual(Magic))
            throw new InvalidDataException($"{path}: at offset 0 expected the signature of HDF5; this is no NIR file.");
        if (head.Length < 64) throw new InvalidDataException($"{path}: at offset {head.Length} expected the rest of the superblock; the file is truncated.");
        int at = head[8] switch { 0 => EndInVersion0, 1 => EndInVersion1, _ => EndInVersion2 };
        ulong end = BitConverter.ToUInt64(head[at..]);
        if ((ulong)file.Length < end)
            throw new InvalidDataException($"{path}: at offset {file.Length} expected more, {end} bytes in all; the file is truncated.");
    }
}
