using System;
using System.IO;

namespace NeuronDsl.Data;

/// <summary>A recording of one channel.</summary>
/// <param name="Samples">16-bit samples as numbers, -32,768 to 32,767.</param>
/// <param name="SampleRate">Samples a second.</param>
public sealed record AudioClip(float[] Samples, int SampleRate)
{
    /// <summary>Reads a file of 16-bit samples, by its first bytes: RIFF WAVE or NIST SPHERE. Corpora give both the ending .wav.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">
    /// The file is neither, is compressed, has other than 16 bits or more than one channel, or is cut short: the message names the file, the offset and
    /// what was expected there.
    /// </exception>
    public static AudioClip Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (WavFile.Recognises(bytes)) return WavFile.Parse(bytes, path);
        if (SphereFile.Recognises(bytes)) return SphereFile.Parse(bytes, path);
        throw Damage(path, 0, "\"RIFF\" or \"NIST_1A\", the beginning of a WAVE or a SPHERE file", bytes.Length == 0 ? "an empty file" : "other bytes");
    }

    internal static InvalidDataException Damage(string path, long offset, string expected, string found) =>
        new(FormattableString.Invariant($"{path}, offset {offset}: expected {expected}, found {found}."));

    internal static float[] Decode(ReadOnlySpan<byte> bytes, bool bigEndian)
    {
        float[] samples = new float[bytes.Length / 2];
        for (int k = 0; k < samples.Length; k++)
        {
            (byte low, byte high) = bigEndian ? (bytes[(2 * k) + 1], bytes[2 * k]) : (bytes[2 * k], bytes[(2 * k) + 1]);
            samples[k] = (short)(low | (high << 8));
        }

        return samples;
    }
}
