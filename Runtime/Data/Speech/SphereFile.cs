using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace NeuronDsl.Data;

/// <summary>
/// NIST SPHERE files of 16-bit linear samples, one channel, as the TIMIT corpus has them: "NIST_1A", the length of the header, lines of a name, a type and a
/// value up to "end_head", padding up to that length, then the samples.
/// </summary>
internal static class SphereFile
{
    public static bool Recognises(ReadOnlySpan<byte> bytes) => bytes.StartsWith("NIST_1A"u8);

    public static AudioClip Parse(ReadOnlySpan<byte> bytes, string path)
    {
        (int header, Dictionary<string, (string Value, int Offset)> fields) = ReadHeader(bytes, path);
        if (fields.TryGetValue("sample_coding", out var coding) && coding.Value != "pcm")
            throw AudioClip.Damage(path, coding.Offset, "sample_coding pcm", $"{coding.Value}; decompress the file first, for example with sph2pipe");
        Expect("channel_count", 1, "mix the file down to one channel", required: false);
        Expect("sample_n_bytes", 2, "convert the file to 16-bit linear samples", required: true);
        int rate = Number("sample_rate"), count = Number("sample_count");
        bool bigEndian = false;
        if (fields.TryGetValue("sample_byte_format", out var order))
        {
            bigEndian = order.Value switch { "01" => false, "10" => true, _ => throw AudioClip.Damage(path, order.Offset, "sample_byte_format 01 or 10", order.Value) };
        }

        long end = header + (2L * count);
        if (end > bytes.Length) throw AudioClip.Damage(path, bytes.Length, $"{count} samples from offset {header} on", $"the end of the file after {(bytes.Length - header) / 2}");
        return new AudioClip(AudioClip.Decode(bytes[header..(int)end], bigEndian), rate);

        int Number(string name)
        {
            if (!fields.TryGetValue(name, out var field)) throw AudioClip.Damage(path, 16, $"the field {name}", "none");
            return int.TryParse(field.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0 ? value : throw AudioClip.Damage(path, field.Offset, $"{name} as a number above 0", field.Value);
        }

        void Expect(string name, int wanted, string advice, bool required)
        {
            if (!required && !fields.ContainsKey(name)) return;
            int value = Number(name);
            if (value != wanted) throw AudioClip.Damage(path, fields[name].Offset, $"{name} {wanted}", $"{value}; {advice}");
        }
    }

    private static (int Length, Dictionary<string, (string Value, int Offset)> Fields) ReadHeader(ReadOnlySpan<byte> bytes, string path)
    {
        if (bytes.Length < 16) throw AudioClip.Damage(path, bytes.Length, "16 bytes of magic number and header length", "the end of the file");
        string text = Encoding.ASCII.GetString(bytes[8..16]).Trim();
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int length) || length < 16) throw AudioClip.Damage(path, 8, "the length of the header", $"\"{text}\"");
        if (length > bytes.Length) throw AudioClip.Damage(path, bytes.Length, $"a header of {length} bytes", "the end of the file");
        Dictionary<string, (string, int)> fields = [];
        for (int at = 16; at < length;)
        {
            int lineLength = bytes[at..length].IndexOf((byte)'\n');
            if (lineLength < 0) break;
            string line = Encoding.ASCII.GetString(bytes.Slice(at, lineLength)).Trim();
            if (line == "end_head") return (length, fields);
            string[] parts = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length == 3) fields[parts[0]] = (parts[2].Trim(), at);
            at += lineLength + 1;
        }

        throw AudioClip.Damage(path, length, "\"end_head\" before the end of the header", "none");
    }
}
