using System;
using System.Buffers.Binary;
using System.IO;

namespace NeuronDsl.Data;

/// <summary>
/// RIFF WAVE files of 16-bit linear samples, one channel: "RIFF", the size, "WAVE", then chunks of a name, a length and data, among them "fmt " and "data"
/// (Multimedia Programming Interface and Data Specifications 1.0, IBM and Microsoft, 1991).
/// </summary>
internal static class WavFile
{
    private const int Linear = 1, FormatLength = 16;

    public static bool Recognises(ReadOnlySpan<byte> bytes) => bytes.StartsWith("RIFF"u8);

    public static AudioClip Parse(ReadOnlySpan<byte> bytes, string path)
    {
        if (bytes.Length < 12 || !bytes[8..].StartsWith("WAVE"u8)) throw AudioClip.Damage(path, 8, "\"WAVE\"", bytes.Length < 12 ? "the end of the file" : "another kind of RIFF file");
        int? rate = null;
        for (int at = 12; at + 8 <= bytes.Length;)
        {
            long length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 4)..]);
            int start = at + 8;
            if (bytes[at..].StartsWith("fmt "u8))
            {
                rate = ReadFormat(bytes, path, start, length);
            }
            else if (bytes[at..].StartsWith("data"u8))
            {
                if (rate is null) throw AudioClip.Damage(path, at, "a chunk \"fmt \" before the data", "\"data\"");
                if (start + length > bytes.Length) throw AudioClip.Damage(path, bytes.Length, $"{length} bytes of samples from offset {start} on", $"the end of the file after {bytes.Length - start}");
                if (length % 2 != 0) throw AudioClip.Damage(path, at + 4, "an even number of bytes of 16-bit samples", $"{length}");
                return new AudioClip(AudioClip.Decode(bytes.Slice(start, (int)length), bigEndian: false), rate.Value);
            }

            // Chunks begin at even offsets.
            long next = start + length + (length % 2);
            if (next > bytes.Length) break;
            at = (int)next;
        }

        throw AudioClip.Damage(path, bytes.Length, "a chunk \"data\"", "the end of the file");
    }

    private static int ReadFormat(ReadOnlySpan<byte> bytes, string path, int start, long length)
    {
        if (length < FormatLength || start + FormatLength > bytes.Length) throw AudioClip.Damage(path, start, $"{FormatLength} bytes of format", length < FormatLength ? $"{length}" : "the end of the file");
        int format = BinaryPrimitives.ReadUInt16LittleEndian(bytes[start..]), channels = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(start + 2)..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(start + 14)..]);
        if (format != Linear) throw AudioClip.Damage(path, start, "format 1, linear samples", $"format {format}; convert the file to 16-bit linear samples");
        if (channels != 1) throw AudioClip.Damage(path, start + 2, "one channel", $"{channels}; mix the file down to one");
        if (bits != 16) throw AudioClip.Damage(path, start + 14, "16 bits a sample", $"{bits}; convert the file to 16-bit linear samples");
        long rate = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(start + 4)..]);
        return rate is > 0 and <= int.MaxValue ? (int)rate : throw AudioClip.Damage(path, start + 4, "a sample rate", $"{rate}");
    }
}
