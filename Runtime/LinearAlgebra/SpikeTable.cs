using System;
using System.Numerics;
using System.Runtime.Intrinsics;
using NeuronDsl.Memory;

namespace NeuronDsl.LinearAlgebra;

/// <summary>
/// A binary matrix, or its transpose, times a narrow dense one: the sums of a few dense rows are made once and then looked up by as many bits (the method of
/// four Russians, Arlazarov et al., Dokl. Akad. Nauk SSSR 194, 1970). It takes as long for few spikes as for many, and its bits depend neither on threads nor
/// on vector width.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class SpikeTable<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>So many elements a row has.</summary>
    public const int Stride = 16;

    // The rows that are looked up together, and their sums: of the weights, made once, and of the gradient, made for each group as it comes.
    private const int GroupRows = 4, GroupSums = 1 << GroupRows, MaskGroups = 16 / GroupRows, TransposedRows = 8;

    // The table should stay in the second-level cache beside the masks, and its making be a small part of the work.
    private const int MostBytes = 1 << 18, RowsPerSum = 4;

    private const long LeastMasks = 1 << 13;

    private readonly ParallelLoop _loop, _transposed;
    private AlignedBuffer<T> _table = new(0), _sums = new(0);
    private ushort* _masks;
    private T* _dense, _initial, _product;
    private int _rows, _columns, _maskStride, _part;

    public SpikeTable() => (_loop, _transposed) = (new ParallelLoop(SumPart), new ParallelLoop(SumTransposedPart));

    /// <summary>Whether looking up pays for a product of this shape.</summary>
    /// <param name="rows">Rows of the binary matrix.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="stride">Elements of a dense row.</param>
    public static bool Suits(int rows, int columns, int stride) => stride == Stride && rows >= GroupSums * RowsPerSum && (long)columns * MaskGroups * Stride * sizeof(T) <= MostBytes;

    /// <summary>Product row i = initial + the sum of the dense rows whose bits row i of the masks has.</summary>
    /// <param name="masks">[rows, maskStride], 16 columns a mask.</param>
    /// <param name="rows">Rows of masks and product.</param>
    /// <param name="maskStride">Masks of a row.</param>
    /// <param name="dense">[columns, 16].</param>
    /// <param name="columns">Columns of the binary matrix.</param>
    /// <param name="initial">A row to start from, [16]; null for zeros.</param>
    /// <param name="product">[rows, 16].</param>
    /// <param name="threads">At most this many threads.</param>
    public void Multiply(ushort* masks, int rows, int maskStride, T* dense, int columns, T* initial, T* product, int threads)
    {
        _masks = masks;
        _initial = initial;
        _product = product;
        (_rows, _maskStride) = (rows, maskStride);
        MakeTable(dense, columns);
        int parts = (int)Math.Clamp((long)rows * maskStride / LeastMasks, 1, threads);
        _part = (rows + parts - 1) / parts;
        _loop.Run((rows + _part - 1) / _part);
    }

    /// <summary>Product row k = the sum of the dense rows whose mask has bit k.</summary>
    /// <param name="masks">[rows, maskStride], 16 columns a mask.</param>
    /// <param name="rows">Rows of masks and dense matrix.</param>
    /// <param name="maskStride">Masks of a row.</param>
    /// <param name="columns">Columns of the binary matrix.</param>
    /// <param name="dense">[rows, 16].</param>
    /// <param name="product">[columns, 16].</param>
    /// <param name="threads">At most this many threads.</param>
    public void MultiplyTransposed(ushort* masks, int rows, int maskStride, int columns, T* dense, T* product, int threads)
    {
        _masks = masks;
        _dense = dense;
        _product = product;
        (_rows, _columns, _maskStride) = (rows, columns, maskStride);

        // Each thread has columns of its own, and sees the rows in their order.
        int parts = (int)Math.Clamp((long)rows * maskStride / LeastMasks, 1, Math.Min(threads, maskStride));
        _part = (maskStride + parts - 1) / parts;
        AlignedBuffer<T>.Grow(ref _sums, (long)threads * (1 << TransposedRows) * Stride);
        _transposed.Run((maskStride + _part - 1) / _part);
    }

    // [groups, sums, 16]
    private void MakeTable(T* dense, int columns)
    {
        AlignedBuffer<T>.Grow(ref _table, (long)_maskStride * MaskGroups * GroupSums * Stride);
        T* group = _table.Pointer;
        for (int first = 0; first < 16 * _maskStride; first += GroupRows, group += GroupSums * Stride)
            MakeSums(dense + ((long)first * Stride), Math.Clamp(columns - first, 0, GroupRows), GroupRows, group);
    }

    // [sums, 16]: a sum is the one without its last row, and that row; rows that are not there add nothing.
    private static void MakeSums(T* dense, int count, int rows, T* sums)
    {
        new Span<T>(sums, Stride).Clear();
        for (int row = 0; row < rows; row++)
        {
            T* added = dense + ((long)row * Stride);
            for (int i = 0; i < Stride; i += Vector512<T>.Count)
            {
                Vector512<T> addend = row < count ? Vector512.Load(added + i) : default;
                T* from = sums + i, to = from + (Stride << row);
                for (T* end = to; from < end; from += Stride, to += Stride) (Vector512.Load(from) + addend).Store(to);
            }
        }
    }

    private void SumPart(int part)
    {
        int end = Math.Min(_rows, (part + 1) * _part);
        for (int offset = 0; offset < Stride; offset += Vector512<T>.Count)
        {
            Vector512<T> initial = _initial is null ? default : Vector512.Load(_initial + offset);
            for (int row = part * _part; row < end; row++)
            {
                // One sum for each of a mask's four groups: their additions overlap.
                Vector512<T> s0 = initial, s1 = default, s2 = default, s3 = default;
                T* table = _table.Pointer + offset;
                ushort* mask = _masks + ((long)row * _maskStride);
                for (ushort* last = mask + _maskStride; mask < last; mask++, table += 16 * GroupSums / GroupRows * Stride)
                {
                    nuint bits = *mask;
                    s0 += Vector512.Load(table + ((bits & 15) * Stride));
                    s1 += Vector512.Load(table + (GroupSums * Stride) + ((bits >> 4 & 15) * Stride));
                    s2 += Vector512.Load(table + (2 * GroupSums * Stride) + ((bits >> 8 & 15) * Stride));
                    s3 += Vector512.Load(table + (3 * GroupSums * Stride) + ((bits >> 12) * Stride));
                }

                (s0 + s1 + (s2 + s3)).Store(_product + ((long)row * Stride) + offset);
            }
        }
    }

    private void SumTransposedPart(int part)
    {
        int first = part * _part, end = Math.Min(first + _part, _maskStride);
        T* sums = _sums.Pointer + ((long)part * (1 << TransposedRows) * Stride), product = _product + (16L * first * Stride);
        byte* bits = stackalloc byte[16];
        new Span<T>(product, (Math.Min(16 * end, _columns) - (16 * first)) * Stride).Clear();
        for (int row = 0; row < _rows; row += TransposedRows)
        {
            int count = Math.Min(TransposedRows, _rows - row);
            MakeSums(_dense + ((long)row * Stride), count, TransposedRows, sums);
            T* target = product;
            ushort* mask = _masks + ((long)row * _maskStride) + first;
            for (int m = first; m < end; m++, mask++, target += 16 * Stride)
            {
                Columns(mask, count).Store(bits);
                int columns = Math.Min(16, _columns - (16 * m));
                for (int column = 0; column < columns; column++)
                {
                    T* sum = sums + (bits[column] * Stride), to = target + (column * Stride);
                    for (int i = 0; i < Stride; i += Vector512<T>.Count) (Vector512.Load(to + i) + Vector512.Load(sum + i)).Store(to + i);
                }
            }
        }
    }

    // Of each of a mask's 16 columns the bits of up to eight rows: two matrices of 8x8 bits, turned as in Warren, Hacker's Delight, 7-3.
    private Vector128<byte> Columns(ushort* mask, int count)
    {
        Vector128<ushort> rows = count == TransposedRows
            ? Vector128.Create(mask[0], mask[_maskStride], mask[2 * _maskStride], mask[3 * _maskStride], mask[4 * _maskStride], mask[5 * _maskStride], mask[6 * _maskStride], mask[7 * _maskStride])
            : Some(mask, count);
        Vector128<ulong> bits = Vector128.Narrow(rows & Vector128.Create((ushort)0xFF), rows >>> 8).AsUInt64();
        Vector128<ulong> swap = (bits ^ (bits >>> 7)) & Vector128.Create(0x00AA00AA00AA00AAUL);
        bits ^= swap ^ (swap << 7);
        swap = (bits ^ (bits >>> 14)) & Vector128.Create(0x0000CCCC0000CCCCUL);
        bits ^= swap ^ (swap << 14);
        swap = (bits ^ (bits >>> 28)) & Vector128.Create(0x00000000F0F0F0F0UL);
        return (bits ^ swap ^ (swap << 28)).AsByte();
    }

    private Vector128<ushort> Some(ushort* mask, int count)
    {
        Vector128<ushort> rows = default;
        for (int i = 0; i < count; i++) rows = rows.WithElement(i, mask[i * _maskStride]);
        return rows;
    }
}
