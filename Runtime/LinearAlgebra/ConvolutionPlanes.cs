using System;
using System.Numerics;
using System.Runtime.Intrinsics;
using NeuronDsl.Memory;
using NeuronDsl.Simulation;

namespace NeuronDsl.LinearAlgebra;

/// <summary>
/// One image laid out for a convolution: with its border of zeros, and, for a stride s, split into s x s phases of every s-th pixel, so
/// that what neighbouring outputs multiply with one weight is always contiguous. <see cref="Offsets"/> then says it all: the
/// factor of weight row d for the output at (y, x) is at <c>Offsets[d] + y * RowStride + x</c>.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class ConvolutionPlanes<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _channels, _height, _width, _top, _left, _spread, _stride, _phase;
    private readonly AlignedBuffer<int> _offsets;

    private ConvolutionPlanes(int channels, int height, int width, int kernel, int stride, (int Top, int Left, int Height, int Width) frame, int spread)
    {
        (_channels, _height, _width, _stride, _spread) = (channels, height, width, stride, spread);
        (_top, _left) = (frame.Top, frame.Left);
        RowStride = (frame.Width + stride - 1) / stride;
        _phase = (frame.Height + stride - 1) / stride * RowStride;
        _offsets = new AlignedBuffer<int>(channels * kernel * kernel);
        for (int d = 0; d < _offsets.Length; d++)
        {
            (int channel, int row, int column) = (d / (kernel * kernel), d / kernel % kernel, d % kernel);
            _offsets.Span[d] = (((((channel * stride) + (row % stride)) * stride) + (column % stride)) * _phase) + (row / stride * RowStride) + (column / stride);
        }

        // Kernels read whole vectors of pixels, of which the last may hang over.
        Length = (channels * stride * stride * _phase) + (ConvolutionKernel.PixelVectors * 16) + 16;
    }

    /// <summary>Where the factors of each weight row start, [depth].</summary>
    public int* Offsets => _offsets.Pointer;

    /// <summary>Elements from one row of outputs to the next.</summary>
    public int RowStride { get; }

    /// <summary>Elements that an image takes.</summary>
    public int Length { get; }

    /// <summary>The input of a convolution.</summary>
    public static ConvolutionPlanes<T> OfInput(ConvolutionShape shape) => new(
        shape.InChannels, shape.InHeight, shape.InWidth, shape.Kernel, shape.Stride,
        (shape.Padding, shape.Padding, shape.PaddedHeight, shape.PaddedWidth), spread: 1);

    /// <summary>The gradient of its output, spread by the stride: convolved with the turned kernel it gives the gradient of the input.</summary>
    public static ConvolutionPlanes<T> OfOutputGradient(ConvolutionShape shape)
    {
        int border = shape.Kernel - 1 - shape.Padding;
        return new(
            shape.OutChannels, shape.OutHeight, shape.OutWidth, shape.Kernel, 1,
            (border, border, shape.InHeight + shape.Kernel - 1, shape.InWidth + shape.Kernel - 1), spread: shape.Stride);
    }

    /// <summary>Lays out an image. The border is zero already and stays.</summary>
    /// <param name="image">[channels, height, width].</param>
    /// <param name="planes">[Length], once zeroed and only written here.</param>
    public void Fill(T* image, T* planes)
    {
        for (int channel = 0; channel < _channels; channel++)
        {
            for (int y = 0; y < _height; y++, image += _width)
            {
                int row = _top + (y * _spread);
                if (row < 0 || row >= _phase / RowStride * _stride) continue;
                T* target = planes + (((channel * _stride) + (row % _stride)) * _stride * _phase) + (row / _stride * RowStride);
                if (_spread == 1 && _stride == 1 && _left >= 0) PixelRow.Copy(image, target + _left, _width);
                else FillRow(image, target);
            }
        }
    }

    /// <summary>Lays out a binary image, bit by bit.</summary>
    /// <param name="masks">[channels, height, width], 16 a mask.</param>
    /// <param name="planes">[Length], once zeroed and only written here.</param>
    public void Fill(ushort* masks, T* planes)
    {
        if (_stride == 1 && typeof(T) == typeof(float))
        {
            FillRows(masks, (float*)planes);
            return;
        }

        int bit = 0;
        for (int channel = 0; channel < _channels; channel++)
        {
            for (int y = 0; y < _height; y++)
            {
                int row = _top + y;
                T* target = planes + (((channel * _stride) + (row % _stride)) * _stride * _phase) + (row / _stride * RowStride);
                for (int x = 0; x < _width; x++, bit++)
                {
                    int column = _left + x;
                    target[(column % _stride * _phase) + (column / _stride)] = (masks[bit / 16] >> (bit % 16) & 1) != 0 ? T.One : T.Zero;
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _offsets.Dispose();

    // 16 pixels at a time; what hangs over the end of a row is zero there, and then the next row's own.
    private void FillRows(ushort* masks, float* planes)
    {
        int bit = 0, count = (_channels * _height * _width + 15) / 16;
        for (int channel = 0; channel < _channels; channel++)
        {
            float* target = planes + (channel * _phase) + (_top * RowStride) + _left;
            for (int y = 0; y < _height; y++, target += RowStride, bit += _width)
            {
                for (int x = 0; x < _width; x += 16)
                {
                    int mask = (bit + x) / 16, shift = (bit + x) % 16;
                    uint pixels = (masks[mask] | (mask + 1 < count ? (uint)masks[mask + 1] << 16 : 0)) >> shift;
                    pixels &= (1u << Math.Min(16, _width - x)) - 1;
                    (LaneMask.Vector512Single(pixels) & Vector512<float>.One).Store(target + x);
                }
            }
        }
    }

    private void FillRow(T* row, T* target)
    {
        for (int x = 0; x < _width; x++)
        {
            int column = _left + (x * _spread);
            if (column >= 0 && column < RowStride * _stride) target[(column % _stride * _phase) + (column / _stride)] = row[x];
        }
    }
}
