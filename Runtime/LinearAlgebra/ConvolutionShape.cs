using System;

namespace NeuronDsl.LinearAlgebra;

/// <summary>
/// The sizes of a two-dimensional convolution with a square kernel. Images are [channels, height, width]; weights are
/// [in channels, kernel, kernel, out channels], so that what arrives at a pixel, a spike above all, multiplies or adds rows.
/// </summary>
public sealed record ConvolutionShape
{
    /// <summary>A convolution.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1, or a negative padding.</exception>
    /// <exception cref="ArgumentException">The kernel is larger than the padded image.</exception>
    public ConvolutionShape(int inChannels, int inHeight, int inWidth, int outChannels, int kernel, int stride = 1, int padding = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inHeight, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(kernel, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        (InChannels, InHeight, InWidth, OutChannels) = (inChannels, inHeight, inWidth, outChannels);
        (Kernel, Stride, Padding) = (kernel, stride, padding);
        if (kernel > Math.Min(PaddedHeight, PaddedWidth))
            throw new ArgumentException($"A kernel of {kernel}x{kernel} does not fit an image of {inHeight}x{inWidth} with a padding of {padding}.", nameof(kernel));
    }

    /// <summary>Channels of the input.</summary>
    public int InChannels { get; }

    /// <summary>Rows of the input image.</summary>
    public int InHeight { get; }

    /// <summary>Columns of the input image.</summary>
    public int InWidth { get; }

    /// <summary>Channels of the output.</summary>
    public int OutChannels { get; }

    /// <summary>Rows and columns of the kernel.</summary>
    public int Kernel { get; }

    /// <summary>Pixels from one position of the kernel to the next.</summary>
    public int Stride { get; }

    /// <summary>Zeros around the image.</summary>
    public int Padding { get; }

    /// <summary>Rows of the output image.</summary>
    public int OutHeight => ((PaddedHeight - Kernel) / Stride) + 1;

    /// <summary>Columns of the output image.</summary>
    public int OutWidth => ((PaddedWidth - Kernel) / Stride) + 1;

    /// <summary>Elements of an input image.</summary>
    public int InSize => InChannels * InHeight * InWidth;

    /// <summary>Elements of an output image.</summary>
    public int OutSize => OutChannels * OutHeight * OutWidth;

    /// <summary>Rows of the weights: products that an output is the sum of.</summary>
    public int Depth => InChannels * Kernel * Kernel;

    internal int PaddedHeight => InHeight + (2 * Padding);

    internal int PaddedWidth => InWidth + (2 * Padding);
}
