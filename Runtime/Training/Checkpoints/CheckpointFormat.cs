using System;
using System.IO;
using System.Numerics;
using System.Text;
using NeuronDsl.Data;

namespace NeuronDsl.Training;

/// <summary>
/// The frame of a checkpoint, little-endian: 8 bytes of magic, version (4), length of the contents (8), the contents, CRC-32C of all before it (4).
/// </summary>
internal static class CheckpointFormat
{
    private const int Version = 2;
    private const int HeaderLength = 20;
    private const int ChecksumLength = 4;

    private static ReadOnlySpan<byte> Magic => "NDSLCKPT"u8;

    /// <summary>Writes the contents in their frame, in place of the old file as a whole.</summary>
    public static void Write(string path, Action<BinaryWriter> writeContents)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(0L);
        writeContents(writer);
        writer.Seek(Magic.Length + sizeof(int), SeekOrigin.Begin);
        writer.Write(memory.Length - HeaderLength);
        writer.Seek(0, SeekOrigin.End);
        writer.Write(Checksum(memory.GetBuffer().AsSpan(0, (int)memory.Length)));
        AtomicFile.Write(path, memory.WriteTo);
    }

    /// <summary>Reads the frame, checks it, and returns a reader at the start of the contents.</summary>
    /// <exception cref="InvalidDataException">The file is foreign, of a later version, truncated, or damaged.</exception>
    public static BinaryReader Open(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (!bytes.AsSpan(0, Math.Min(bytes.Length, Magic.Length)).SequenceEqual(Magic[..Math.Min(bytes.Length, Magic.Length)]))
            throw new InvalidDataException($"{path}: at offset 0 expected the magic bytes NDSLCKPT; this is no checkpoint.");
        if (bytes.Length < HeaderLength)
            throw new InvalidDataException(
                $"{path}: at offset {bytes.Length} expected the rest of the {HeaderLength}-byte header; the file is truncated.");
        int version = BitConverter.ToInt32(bytes, Magic.Length);
        if (version != Version) throw new InvalidDataException($"{path}: at offset {Magic.Length} expected version {Version}, found {version}.");

        long contents = BitConverter.ToInt64(bytes, Magic.Length + sizeof(int));
        long expected = HeaderLength + contents + ChecksumLength;
        if (contents < 0 || bytes.Length < expected)
            throw new InvalidDataException($"{path}: at offset {bytes.Length} expected more, {expected} bytes in all; the file is truncated.");
        if (bytes.Length > expected)
            throw new InvalidDataException($"{path}: at offset {expected} expected the end of the file, found {bytes.Length - expected} bytes more.");
        int end = bytes.Length - ChecksumLength;
        uint stored = BitConverter.ToUInt32(bytes, end), computed = Checksum(bytes.AsSpan(0, end));
        if (stored != computed)
            throw new InvalidDataException($"{path}: at offset {end} expected the checksum {computed:X8}, found {stored:X8}; the file is damaged.");
        return new BinaryReader(new MemoryStream(bytes, HeaderLength, (int)contents), Encoding.UTF8);
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..]) crc = BitOperations.Crc32C(crc, BitConverter.ToUInt64(bytes));
        foreach (byte value in bytes) crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }
}
