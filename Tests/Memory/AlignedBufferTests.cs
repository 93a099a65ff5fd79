using System;
using NeuronDsl.Memory;
using Xunit;

namespace NeuronDsl.Tests.Memory;

public class AlignedBufferTests
{
    [Theory]
    [InlineData(0), InlineData(1), InlineData(17), InlineData(100_003)]
    public unsafe void A_buffer_is_zero_and_starts_on_a_cache_line(int length)
    {
        using var dirty = new AlignedBuffer<float>(length);
        dirty.Span.Fill(float.NaN);
        dirty.Dispose();

        using var buffer = new AlignedBuffer<float>(length);
        Assert.Equal(0, (long)buffer.Pointer % 64);
        Assert.Equal(length, buffer.Span.Length);
        Assert.Equal(-1, buffer.Span.IndexOfAnyExcept(0f));
    }

    [Fact]
    public void A_disposed_buffer_says_so_and_may_be_disposed_again()
    {
        var buffer = new AlignedBuffer<double>(4);
        buffer.Dispose();
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.Clear());
    }

    [Fact]
    public void A_negative_length_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new AlignedBuffer<int>(-1));
}
