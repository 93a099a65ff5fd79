using System;
using System.Numerics;
using System.Runtime.Intrinsics;
using NeuronDsl.Memory;

namespace NeuronDsl.LinearAlgebra;

/// <summary>
/// A binary matrix times a dense one: each row of the product is the sum of the rows of the dense matrix that the ones select. No
/// multiplication; below about 35 % ones it beats the dense product. Sums run in ascending order, one after the other, so their bits depend
/// neither on threads nor on vector width.
/// </summary>
/// <remarks>
/// The dense matrix is taken in blocks of rows and columns that stay in the first-level cache while all lists go by; a sum that a block leaves
/// is where the next one takes it up. A block is copied first: rows that are a power of two apart would share few places of the cache.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class SpikeProduct<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Columns that are summed at once, in vectors, and the rows of a block: 32 KB of the dense matrix.
    private const int BlockVectors = 4, BlockRows = 128;

    // Fewer lists do not pay for the copies.
    private const int LeastListsToCopy = 64;

    private readonly ParallelLoop _loop;
    private SpikeIndex _lists = new();
    private AlignedBuffer<int> _starts = new(0);
    private AlignedBuffer<T> _copies = new(0);
    private T* _dense, _initial, _product;
    private int _stride, _rows, _part, _blocks;

    public SpikeProduct() => _loop = new ParallelLoop(MultiplyPart);

    /// <summary>Product row i = initial + the sum over list i of the dense rows.</summary>
    /// <param name="lists">The ones, a list for each row of the product.</param>
    /// <param name="dense">[rows, stride].</param>
    /// <param name="rows">Rows of the dense matrix.</param>
    /// <param name="initial">A row to start from, [stride]; null for zeros.</param>
    /// <param name="product">[lists, stride].</param>
    /// <param name="stride">Elements of a row, a multiple of 16.</param>
    /// <param name="threads">At most this many threads.</param>
    public void Multiply(SpikeIndex lists, T* dense, int rows, T* initial, T* product, int stride, int threads)
    {
        if (lists.Lists == 0) return;
        _lists = lists;
        _dense = dense;
        _initial = initial;
        _product = product;
        (_stride, _rows) = (stride, rows);
        _blocks = Math.Max(1, (rows + BlockRows - 1) / BlockRows);
        int starts = (_blocks + 1) * lists.Lists;
        if (_starts.Length < starts)
        {
            _starts.Dispose();
            _starts = new AlignedBuffer<int>(starts);
        }

        const long LeastAdditions = 1 << 18;
        long additions = (long)lists.Offsets[lists.Lists] * stride;
        int parts = (int)Math.Clamp(additions / LeastAdditions, 1, threads);
        _part = Math.Max(1, (lists.Lists + parts - 1) / parts);
        parts = (lists.Lists + _part - 1) / _part;

        // For as many parts as there may ever be: how many there are follows the activity, which differs from batch to batch.
        AlignedBuffer<T>.Grow(ref _copies, threads * BlockRows * Width);
        _loop.Run(parts);
    }

    private static int Width => BlockVectors * Vector512<T>.Count;

    private void MultiplyPart(int part)
    {
        int first = part * _part, end = Math.Min(first + _part, _lists.Lists);
        for (int list = first; list < end; list++) FindStarts(list);
        T* copy = _copies.Pointer + (long)part * BlockRows * Width;
        bool copies = end - first >= LeastListsToCopy;
        int column = 0;
        for (; column <= _stride - Width; column += Width)
        {
            for (int block = 0; block < _blocks; block++)
            {
                T* dense = _dense + (long)block * BlockRows * _stride + column;
                if (copies) Copy(dense, Math.Min(BlockRows, _rows - (block * BlockRows)), copy);
                for (int list = first; list < end; list++)
                    SumBlock(list, block, column, (copies ? copy : dense) - (long)block * BlockRows * (copies ? Width : _stride), copies ? Width : _stride);
            }
        }

        for (; column < _stride; column += Vector512<T>.Count)
            for (int list = first; list < end; list++) SumVector(list, column);
    }

    private void Copy(T* dense, int rows, T* copy)
    {
        for (int row = 0; row < rows; row++, dense += _stride, copy += Width) new ReadOnlySpan<T>(dense, Width).CopyTo(new Span<T>(copy, Width));
    }

    // Where each block begins in a list, [blocks + 1].
    private void FindStarts(int list)
    {
        int* starts = _starts.Pointer + (long)list * (_blocks + 1);
        int at = _lists.Offsets[list], end = _lists.Offsets[list + 1];
        for (int block = 0; block < _blocks; block++)
        {
            starts[block] = at;
            int limit = (block + 1) * BlockRows;
            while (at < end && _lists.Positions[at] < limit) at++;
        }

        starts[_blocks] = end;
    }

    private void SumBlock(int list, int block, int column, T* dense, nint stride)
    {
        int lanes = Vector512<T>.Count;
        int* starts = _starts.Pointer + (long)list * (_blocks + 1) + block;
        int* position = _lists.Positions + starts[0], end = _lists.Positions + starts[1];
        if (block > 0 && position == end) return;
        T* target = _product + (long)list * _stride + column;
        T* start = block > 0 ? target : _initial is null ? null : _initial + column;
        Vector512<T> s0 = default, s1 = default, s2 = default, s3 = default;
        if (start is not null)
        {
            s0 = Vector512.Load(start);
            s1 = Vector512.Load(start + lanes);
            s2 = Vector512.Load(start + 2 * lanes);
            s3 = Vector512.Load(start + 3 * lanes);
        }

        for (; position < end; position++)
        {
            T* row = dense + *position * stride;
            s0 += Vector512.Load(row);
            s1 += Vector512.Load(row + lanes);
            s2 += Vector512.Load(row + 2 * lanes);
            s3 += Vector512.Load(row + 3 * lanes);
        }

        s0.Store(target);
        s1.Store(target + lanes);
        s2.Store(target + 2 * lanes);
        s3.Store(target + 3 * lanes);
    }

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
