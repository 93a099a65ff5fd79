using System;
using NeuronDsl.Data;

namespace NeuronDsl.Training;

/// <summary>Where the square windows of a convolution or a pooling lie on images of channels x height x width.</summary>
internal readonly record struct ImageWindows(int Channels, int Height, int Width, int Kernel, int Stride, int Padding)
{
    /// <summary>Windows from top to bottom; pixels at the lower edge that fill no window are left out.</summary>
    public int OutHeight => (Height + 2 * Padding - Kernel) / Stride + 1;

    /// <summary>Windows from left to right.</summary>
    public int OutWidth => (Width + 2 * Padding - Kernel) / Stride + 1;

    /// <summary>Pixels of one channel.</summary>
    public int Pixels => Height * Width;

    /// <summary>Windows of one channel.</summary>
    public int OutPixels => OutHeight * OutWidth;

    /// <summary>Pairs of a window and a pixel of the image in it, for one channel; what lies in the padding does not count.</summary>
    public long Connections => (long)Along(Height, OutHeight) * Along(Width, OutWidth);

    /// <summary>Checks numbers that are no sizes of windows.</summary>
    public static void Check(int kernel, int stride, int padding)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(kernel, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        if (padding >= kernel)
            throw new ArgumentOutOfRangeException(nameof(padding), padding, $"Padding is below the kernel size {kernel}, or a window would see nothing else.");
    }

    /// <summary>The windows on an input.</summary>
    /// <exception cref="ShapeException">The input is no image, or smaller than a window.</exception>
    public static ImageWindows On(string layer, Shape input, int kernel, int stride, int padding)
    {
        if (input.Rank != 3) throw new ShapeException($"{layer} takes channels x height x width, but is given {input}.");
        if (Math.Min(input[1], input[2]) + 2 * padding < kernel)
        {
            string border = padding > 0 ? $" and padding {padding}" : "";
            throw new ShapeException($"{layer} has windows of {kernel}x{kernel}{border}, but is given {input}, which is smaller.");
        }

        return new ImageWindows(input[0], input[1], input[2], kernel, stride, padding);
    }

    private int Along(int length, int windows)
    {
        int pairs = 0;
        for (int window = 0; window < windows; window++)
        {
            int start = window * Stride - Padding;
            pairs += Math.Min(start + Kernel, length) - Math.Max(start, 0);
        }

        return pairs;
    }
}
