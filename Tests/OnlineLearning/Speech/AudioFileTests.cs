using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using System.Text;
using NeuronDsl.Data;
using Xunit;

namespace NeuronDsl.Tests.OnlineLearning.Speech;

public sealed class AudioFileTests : IDisposable
{
    private static readonly short[] Samples = [0, 1, -1, 32767, -32768, 258];

    private readonly string _folder = Directory.CreateTempSubdirectory("neurondsl-audio").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_wave_file_is_read_whatever_chunks_it_has_besides()
    {
        AudioClip clip = AudioClip.Read(Write(Wave()));
        Assert.Equal(16_000, clip.SampleRate);
        Assert.Equal(Samples.Select(s => (float)s), clip.Samples);
    }

    [Theory]
    [InlineData("01"), InlineData("10")]
    public void A_sphere_file_is_read_in_either_order_of_bytes(string order)
    {
        AudioClip clip = AudioClip.Read(Write(Sphere(order: order)));
        Assert.Equal(16_000, clip.SampleRate);
        Assert.Equal(Samples.Select(s => (float)s), clip.Samples);
    }

    [Theory]
    [InlineData(20, 3, "offset 20", "format 1")]
    [InlineData(22, 2, "offset 22", "one channel")]
    [InlineData(34, 8, "offset 34", "16 bits")]
    [InlineData(8, 'X', "offset 8", "WAVE")]
    public void A_wave_file_of_another_kind_is_refused_where_it_says_so(int offset, int value, string place, string expected)
    {
        byte[] bytes = Wave();
        bytes[offset] = (byte)value;
        AssertRefused(bytes, place, expected);
    }

    [Fact]
    public void A_wave_file_cut_short_is_refused()
    {
        byte[] whole = Wave();
        AssertRefused(whole[..^3], $"offset {whole.Length - 3}", "12 bytes of samples");
        AssertRefused(whole[..20], "offset", "the end of the file");
        AssertRefused([], "offset 0", "RIFF");
        AssertRefused("something else"u8.ToArray(), "offset 0", "NIST_1A");
    }

    [Theory]
    [InlineData("pcm,embedded-shorten-v2.00", "1", "2", "sph2pipe")]
    [InlineData("ulaw", "1", "2", "sample_coding pcm")]
    [InlineData("pcm", "2", "2", "channel_count 1")]
    [InlineData("pcm", "1", "1", "sample_n_bytes 2")]
    public void A_sphere_file_of_another_kind_is_refused(string coding, string channels, string width, string expected) =>
        AssertRefused(Sphere(coding: coding, channels: channels, width: width), "offset", expected);

    [Fact]
    public void A_sphere_file_cut_short_is_refused()
    {
        byte[] whole = Sphere();
        AssertRefused(whole[..^1], $"offset {whole.Length - 1}", "6 samples");
        AssertRefused(whole[..600], "offset 600", "1024");
        AssertRefused(whole[..10], "offset 10", "16 bytes");
        AssertRefused(Sphere(count: ""), "offset", "sample_count");
        AssertRefused(Sphere(count: "7"), $"offset {whole.Length}", "after 6");
        AssertRefused(Sphere(count: "4294967296"), "offset", "sample_count");
        AssertRefused(Sphere(order: "11"), "offset", "sample_byte_format");
        whole.AsSpan(8, 7).Fill((byte)'9');
        AssertRefused(whole, $"offset {whole.Length}", "9999999");
    }

    [Fact]
    public void Phones_of_timit_label_the_centres_of_frames()
    {
        string file = WriteText("0 300 h#\n300 700 sh\n700 1200 iy\n");
        var segments = PhoneSegments.ReadTimit(file, 1200);
        string[] inventory = [.. PhoneSegments.Inventory([segments])];
        Assert.Equal(["h#", "iy", "sh"], inventory);

        // Centres at 200, 360, 520, 680, 840.
        Assert.Equal([0, 2, 2, 2, 1], PhoneSegments.Label(segments, 5, phone => Array.IndexOf(inventory, phone)));
    }

    [Theory]
    [InlineData("0 300 h#\n300 1300 sh\n", "offset 9", "1300")]
    [InlineData("0 300 h#\n310 700 sh\n", "offset 9", "310")]
    [InlineData("0 300 h#\n300 200 sh\n", "offset 9", "200")]
    [InlineData("0 300\n", "offset 0", "first-sample")]
    [InlineData("", "offset 0", "phones")]
    public void Damaged_phones_of_timit_are_refused(string text, string place, string expected)
    {
        string file = WriteText(text);
        string message = Assert.Throws<InvalidDataException>(() => PhoneSegments.ReadTimit(file, 1200)).Message;
        Assert.Contains(file, message, StringComparison.Ordinal);
        Assert.Contains(place, message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Times_of_the_synthesiser_become_samples()
    {
        string file = WriteText("pau:0.159 sh:0.296 iy:0.3604\n");
        Assert.Equal([("pau", 2544), ("sh", 4736), ("iy", 5760)], PhoneSegments.ReadTimes(file, 5760, 16_000).Select(s => (s.Phone, s.End)));
    }

    [Theory]
    [InlineData("pau:0.159 sh:0.296 iy:0.5\n", "offset 19", "8000")]
    [InlineData("pau:0.159 pau:0.1\n", "offset 10", "1600")]
    [InlineData("pau:0.159 sh\n", "offset 10", "phone:end")]
    [InlineData("pau:NaN\n", "offset 0", "phone:end")]
    [InlineData("pau:-0.1\n", "offset 0", "-1600")]
    [InlineData("\n", "offset 0", "phones")]
    public void Damaged_times_are_refused(string text, string place, string expected)
    {
        string file = WriteText(text);
        string message = Assert.Throws<InvalidDataException>(() => PhoneSegments.ReadTimes(file, 5760, 16_000)).Message;
        Assert.Contains(place, message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_and_features_that_do_not_fit_are_refused()
    {
        Assert.Contains("no phones", Assert.Throws<ArgumentException>(() => PhoneSegments.Label([], 3, _ => 0)).Message, StringComparison.Ordinal);
        Assert.Contains("2 features", Assert.Throws<ArgumentException>(() => FeatureScale.Measure([new float[3]], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("3 values", Assert.Throws<ArgumentException>(() => FeatureScale.Measure([new float[4]], 2).Apply(new float[3])).Message, StringComparison.Ordinal);
        Assert.Contains("no frame", Assert.Throws<ArgumentException>(() => FeatureScale.Measure([], 2)).Message, StringComparison.Ordinal);
    }

    private void AssertRefused(byte[] bytes, string place, string expected)
    {
        string file = Write(bytes);
        string message = Assert.Throws<InvalidDataException>(() => AudioClip.Read(file)).Message;
        Assert.Contains(file, message, StringComparison.Ordinal);
        Assert.Contains(place, message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    private string Write(byte[] bytes)
    {
        string file = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(file, bytes);
        return file;
    }

    private string WriteText(string text) => Write(Encoding.ASCII.GetBytes(text));

    // With a chunk of an odd length before the samples.
    private static byte[] Wave()
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write("RIFF"u8);
        writer.Write(0);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(16_000);
        writer.Write(32_000);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("note"u8);
        writer.Write(3);
        writer.Write("abc\0"u8);
        writer.Write("data"u8);
        writer.Write(2 * Samples.Length);
        foreach (short sample in Samples) writer.Write(sample);
        return stream.ToArray();
    }

    private static byte[] Sphere(string coding = "pcm", string channels = "1", string width = "2", string order = "01", string count = "6")
    {
        string header = $"NIST_1A\n   1024\n{(count.Length > 0 ? $"sample_count -i {count}\n" : "")}sample_n_bytes -i {width}\nchannel_count -i {channels}\nsample_byte_format -s2 {order}\n"
            + $"sample_rate -i 16000\nsample_coding -s{coding.Length} {coding}\nend_head\n";
        byte[] bytes = new byte[1024 + (2 * Samples.Length)];
        Encoding.ASCII.GetBytes(header).CopyTo(bytes, 0);
        for (int k = 0; k < Samples.Length; k++)
        {
            Span<byte> place = bytes.AsSpan(1024 + (2 * k));
            if (order == "10") BinaryPrimitives.WriteInt16BigEndian(place, Samples[k]);
            else BinaryPrimitives.WriteInt16LittleEndian(place, Samples[k]);
        }

        return bytes;
    }
}
