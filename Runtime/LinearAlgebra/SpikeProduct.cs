using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuronDsl.LinearAlgebra;

/// <summary>
/// A binary matrix times a dense one: each row of the product is the sum of the rows of the dense matrix that the ones select. No
/// multiplication; below about 35 % ones it beats the dense product. Sums run in ascending order, one after the other, so their bits depend
/// neither on threads nor on vector width.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class SpikeProduct<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Columns that are summed at once, in vectors: the accumulators stay in registers, the block of the dense matrix in the second-level cache.
    private const int BlockVectors = 8;

    private readonly ParallelLoop _loop;
    private SpikeIndex _lists = new();
    private T* _dense, _initial, _product;
    private int _stride, _part;

    public SpikeProduct() => _loop = new ParallelLoop(MultiplyPart);

    /// <summary>Product row i = initial + the sum over list i of the dense rows.</summary>
    /// <param name="lists">The ones, a list for each row of the product.</param>
    /// <param name="dense">[any, stride].</param>
    /// <param name="initial">A row to start from, [stride]; null for zeros.</param>
    /// <param name="product">[lists, stride].</param>
    /// <param name="stride">Elements of a row, a multiple of 16.</param>
    /// <param name="threads">At most this many threads.</param>
    public void Multiply(SpikeIndex lists, T* dense, T* initial, T* product, int stride, int threads)
    {
        _lists = lists;
        _dense = dense;
        _initial = initial;
        _product = product;
        _stride = stride;
        const long LeastAdditions = 1 << 18;
        long additions = (long)lists.Offsets[lists.Lists] * stride;
        int parts = (int)Math.Clamp(additions / LeastAdditions, 1, threads);
        _part = Math.Max(1, (lists.Lists + parts - 1) / parts);
        if (lists.Lists > 0) _loop.Run((lists.Lists + _part - 1) / _part);
    }

    private void MultiplyPart(int part)
    {
        int first = part * _part, end = Math.Min(first + _part, _lists.Lists);
        int lanes = Vector512<T>.Count, column = 0;
        for (; column <= _stride - BlockVectors * lanes; column += BlockVectors * lanes)
            for (int list = first; list < end; list++) SumBlock(list, column);
        for (; column < _stride; column += lanes)
            for (int list = first; list < end; list++) SumVector(list, column);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SumBlock(int list, int column)
    {
        int lanes = Vector512<T>.Count;
        Vector512<T> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        if (_initial is not null)
        {
            T* start = _initial + column;
            s0 = Vector512.Load(start);
            s1 = Vector512.Load(start + lanes);
            s2 = Vector512.Load(start + 2 * lanes);
            s3 = Vector512.Load(start + 3 * lanes);
            s4 = Vector512.Load(start + 4 * lanes);
            s5 = Vector512.Load(start + 5 * lanes);
            s6 = Vector512.Load(start + 6 * lanes);
            s7 = Vector512.Load(start + 7 * lanes);
        }

        T* dense = _dense + column;
        int* end = _lists.Positions + _lists.Offsets[list + 1];
        for (int* position = _lists.Positions + _lists.Offsets[list]; position < end; position++)
        {
            T* row = dense + (long)*position * _stride;
            s0 += Vector512.Load(row);
            s1 += Vector512.Load(row + lanes);
            s2 += Vector512.Load(row + 2 * lanes);
            s3 += Vector512.Load(row + 3 * lanes);
            s4 += Vector512.Load(row + 4 * lanes);
            s5 += Vector512.Load(row + 5 * lanes);
            s6 += Vector512.Load(row + 6 * lanes);
            s7 += Vector512.Load(row + 7 * lanes);
        }

        T* target = _product + (long)list * _stride + column;
        s0.Store(target);
        s1.Store(target + lanes);
        s2.Store(target + 2 * lanes);
        s3.Store(target + 3 * lanes);
        s4.Store(target + 4 * lanes);
        s5.Store(target + 5 * lanes);
        s6.Store(target + 6 * lanes);
        s7.Store(target + 7 * lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SumVector(int list, int column)
    {
        Vector512<T> sum = _initial is null ? default : Vector512.Load(_initial + column);
        T* dense = _dense + column;
        int* end = _lists.Positions + _lists.Offsets[list + 1];
        for (int* position = _lists.Positions + _lists.Offsets[list]; position < end; position++)
            sum += Vector512.Load(dense + (long)*position * _stride);
        sum.Store(_product + (long)list * _stride + column);
    }
}
