using System;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace NeuronDsl.LinearAlgebra;

/// <summary>
/// A transposed binary matrix times a narrow dense one, straight from the masks: each one adds its dense row to a row of the product. The sums
/// are those of <see cref="SpikeProduct{T}"/> over lists by column, in the same order and so to the same bits; for rows of a few vectors
/// making the lists would cost more than the additions.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class SpikeScatter<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Up to this many elements a row is narrow.</summary>
    public const int MaxStride = 32;

    private readonly ParallelLoop _loop;
    private ushort* _masks;
    private T* _dense, _product;
    private int _rows, _maskStride, _columns, _stride, _part;

    public SpikeScatter() => _loop = new ParallelLoop(AddPart);

    /// <summary>Product row k = the sum of the dense rows whose mask has bit k.</summary>
    /// <param name="masks">[rows, maskStride], 16 columns a mask.</param>
    /// <param name="rows">Rows of masks and dense matrix.</param>
    /// <param name="maskStride">Masks of a row.</param>
    /// <param name="columns">Columns of the binary matrix.</param>
    /// <param name="dense">[rows, stride].</param>
    /// <param name="product">[columns, stride].</param>
    /// <param name="stride">Elements of a row, a multiple of 16.</param>
    /// <param name="threads">At most this many threads.</param>
    public void Multiply(ushort* masks, int rows, int maskStride, int columns, T* dense, T* product, int stride, int threads)
    {
        _masks = masks;
        _dense = dense;
        _product = product;
        (_rows, _maskStride, _columns, _stride) = (rows, maskStride, columns, stride);

        // Each thread has columns of its own, and sees the rows in their order.
        const long LeastMasks = 1 << 13;
        int parts = (int)Math.Clamp((long)rows * maskStride / LeastMasks, 1, Math.Min(threads, maskStride));
        _part = (maskStride + parts - 1) / parts;
        _loop.Run((maskStride + _part - 1) / _part);
    }

    private void AddPart(int part)
    {
        int first = part * _part, end = Math.Min(first + _part, _maskStride), stride = _stride;
        int firstColumn = 16 * first, endColumn = Math.Min(16 * end, _columns);
        new Span<T>(_product + (long)firstColumn * stride, (endColumn - firstColumn) * stride).Clear();
        for (int offset = 0; offset < stride; offset += Vector512<T>.Count)
        {
            T* dense = _dense + offset;
            ushort* masks = _masks;
            for (int row = 0; row < _rows; row++, dense += stride, masks += _maskStride)
            {
                var addend = Vector512.Load(dense);
                T* group = _product + (long)firstColumn * stride + offset;
                for (int m = first; m < end; m++, group += 16 * stride)
                {
                    for (uint bits = masks[m]; bits != 0; bits &= bits - 1)
                    {
                        T* sum = group + BitOperations.TrailingZeroCount(bits) * stride;
                        (Vector512.Load(sum) + addend).Store(sum);
                    }
                }
            }
        }
    }
}
