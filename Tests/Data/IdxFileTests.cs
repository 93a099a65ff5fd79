using System;
using System.IO;
using System.IO.Compression;
using NeuronDsl.Data;
using Xunit;

namespace NeuronDsl.Tests.Data;

public sealed class IdxFileTests : IDisposable
{
    // Two images of 2x3, by the format's own words.
    private static readonly byte[] Images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 250, 251, 252, 253, 254, 255];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false), InlineData(true)]
    public void A_whole_file_is_read_plain_and_compressed(bool compressed)
    {
        var images = IdxFile.ReadImages(_folder.Write("images", compressed ? Compress(Images) : Images));
        Assert.Equal([2, 2, 3], images.Lengths);
        Assert.Equal(Images[16..], images.Data);
    }

    [Theory]
    [InlineData(0, "at offset 0 expected the 4 bytes")]
    [InlineData(3, "at offset 3 expected the 4 bytes")]
    [InlineData(10, "at offset 10 expected the lengths of 3 dimensions, up to offset 16")]
    [InlineData(16, "at offset 16 expected 12 bytes of 2x2x3")]
    [InlineData(27, "at offset 27 expected 12 bytes of 2x2x3 from offset 16 on, found the end of the file after 11")]
    public void A_truncated_file_names_the_offset(int length, string message)
    {
        // Below the header the size of a plain file gives it away before the bytes are read.
        CheckDamage(Compress(Images[..length]), message);
        if (length < 16) CheckDamage(Images[..length], message);
        else CheckDamage(Images[..length], "at offset");
    }

    [Fact]
    public void A_file_with_bytes_to_spare_names_the_offset()
    {
        CheckDamage([.. Images, 0], "at offset 28 expected the end of the file after 2x2x3 bytes, found more bytes");
        CheckDamage(Compress([.. Images, 0]), "at offset 28 expected the end of the file");
    }

    [Fact]
    public void A_foreign_file_is_refused() =>
        CheckDamage("PK\u0003\u0004 and so on, for a while"u8.ToArray(), "at offset 0 expected the magic number 0x00000803");

    [Fact]
    public void Another_element_type_is_refused() => CheckDamage([0, 0, 0x0D, 3, .. Images[4..]], "found 0x00000D03");

    [Fact]
    public void Other_dimensions_are_refused()
    {
        string path = _folder.Write("images", Images);
        Assert.Contains(
            "at offset 3 expected 1 dimensions, found 3",
            Assert.Throws<InvalidDataException>(() => IdxFile.ReadLabels(path)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0 }), InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF })]
    public void Lengths_that_make_no_sense_are_refused(byte[] length) =>
        CheckDamage([.. Images[..8], .. length, .. Images[12..]], "at offset 8 expected a length of dimension 1");

    [Fact]
    public void A_claim_of_gigabytes_in_a_small_file_is_refused_before_memory_is_taken() =>
        CheckDamage(Compress([.. Images[..4], 0, 0x10, 0, 0, .. Images[8..]]), "a file too small");

    [Fact]
    public void A_damaged_gzip_stream_is_refused()
    {
        byte[] compressed = Compress(Images);
        compressed[12] ^= 0xFF;
        compressed[13] ^= 0xFF;
        CheckDamage(compressed, "");
    }

    [Fact]
    public void A_missing_file_is_missing() => Assert.Throws<FileNotFoundException>(() => IdxFile.ReadImages(_folder.At("none")));

    private static byte[] Compress(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal)) gzip.Write(bytes);
        return memory.ToArray();
    }

    private void CheckDamage(byte[] bytes, string message)
    {
        string path = _folder.Write("damaged", bytes);
        string found = Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(path)).Message;
        Assert.StartsWith(path, found, StringComparison.Ordinal);
        Assert.Contains(message, found, StringComparison.Ordinal);
    }
}
