using System;
using NeuronDsl.Memory;

namespace NeuronDsl.LinearAlgebra;

/// <summary>
/// One product under way: cut into strips of C for the threads, and each strip into blocks for the caches. A thread keeps its job and
/// its packing buffers, so that a product allocates nothing after the first of its size.
/// </summary>
internal sealed unsafe class GemmJob<T>
    where T : unmanaged
{
    // Blocks of A fill half of a second-level cache of 1 MB; blocks of B stay within the third level.
    private const int MaxRows = 252;
    private const int MaxColumns = 4096;

    // Below this many multiply-adds for each thread, waking a thread costs more than it brings.
    private const long LeastWork = 1 << 20;

    [ThreadStatic] private static GemmJob<T>? t_job;
    [ThreadStatic] private static AlignedBuffer<T>? t_packedA, t_packedB, t_tile;

    private readonly ParallelLoop _loop;
    private GemmKernel<T> _kernel;
    private MatrixView<T> _a, _b, _c;
    private bool _accumulate, _byRows;
    private int _strip;

    private GemmJob() => _loop = new ParallelLoop(MultiplyStrip);

    /// <summary>The calling thread's own job.</summary>
    public static GemmJob<T> OfThisThread => t_job ??= typeof(T) == typeof(float) || typeof(T) == typeof(double)
        ? new GemmJob<T>()
        : throw new NotSupportedException($"Matrices are of float or double, not {typeof(T).Name}.");

    /// <summary>C = A B, or C += A B, with a given kernel.</summary>
    public void Run(GemmKernel<T> kernel, MatrixView<T> a, MatrixView<T> b, MatrixView<T> c, bool accumulate, int threads)
    {
        if (c.Rows == 0 || c.Columns == 0) return;
        (_kernel, _a, _b, _c, _accumulate) = (kernel, a, b, c, accumulate);
        if (a.Columns == 0)
        {
            if (!accumulate) for (int i = 0; i < c.Rows; i++) new Span<T>(c.At(i, 0), c.Columns).Clear();
            return;
        }

        // Strips are whole tiles, along the longer side of C: less is packed twice.
        long work = (long)c.Rows * c.Columns * a.Columns;
        int useful = (int)Math.Clamp(work / LeastWork, 1, threads);
        _byRows = c.Rows >= c.Columns;
        int tile = _byRows ? kernel.Rows : kernel.Columns;
        int tiles = Blocks(_byRows ? c.Rows : c.Columns, tile);
        int tilesPerStrip = Blocks(tiles, useful);
        _strip = tilesPerStrip * tile;

        // Which thread takes which strip is chance; this one is ready for the largest, so that a second product allocates nothing.
        int rows = _byRows ? Math.Min(_strip, c.Rows) : c.Rows, columns = _byRows ? c.Columns : Math.Min(_strip, c.Columns);
        Reserve(rows, columns, a.Columns);
        _loop.Run(Blocks(tiles, tilesPerStrip));
    }

    private static int Blocks(int length, int block) => (length + block - 1) / block;

    // Packing memory of the calling thread for a strip of this size.
    private void Reserve(int rows, int columns, int depth)
    {
        int depthBlock = Blocks(depth, Blocks(depth, Gemm.MaxDepth));
        AlignedBuffer<T>.Grow(ref t_packedA, (Math.Min(MaxRows, rows) + _kernel.Rows) * depthBlock);
        AlignedBuffer<T>.Grow(ref t_packedB, (Math.Min(MaxColumns, columns) + _kernel.Columns) * depthBlock);
        AlignedBuffer<T>.Grow(ref t_tile, _kernel.Rows * _kernel.Columns);
    }

    private void MultiplyStrip(int strip)
    {
        int start = strip * _strip;
        if (_byRows)
        {
            int count = Math.Min(_strip, _c.Rows - start);
            MultiplyBlocks(_a.RowRange(start, count), _b, _c.RowRange(start, count));
        }
        else
        {
            int count = Math.Min(_strip, _c.Columns - start);
            MultiplyBlocks(_a, _b.ColumnRange(start, count), _c.ColumnRange(start, count));
        }
    }

    private void MultiplyBlocks(MatrixView<T> a, MatrixView<T> b, MatrixView<T> c)
    {
        int maxRows = MaxRows / _kernel.Rows * _kernel.Rows;
        int depthBlock = Blocks(a.Columns, Blocks(a.Columns, Gemm.MaxDepth));
        Reserve(c.Rows, c.Columns, a.Columns);
        T* packedA = t_packedA!.Pointer, packedB = t_packedB!.Pointer;
        for (int column = 0; column < c.Columns; column += MaxColumns)
        {
            int columns = Math.Min(MaxColumns, c.Columns - column);
            for (int k = 0; k < a.Columns; k += depthBlock)
            {
                int depth = Math.Min(depthBlock, a.Columns - k);
                bool add = _accumulate || k > 0;
                GemmPacking.Columns(b.RowRange(k, depth).ColumnRange(column, columns), _kernel.Columns, packedB);
                for (int row = 0; row < c.Rows; row += maxRows)
                {
                    int rows = Math.Min(maxRows, c.Rows - row);
                    GemmPacking.Rows(a.RowRange(row, rows).ColumnRange(k, depth), _kernel.Rows, packedA);
                    MultiplyPacked(depth, packedA, packedB, c.RowRange(row, rows).ColumnRange(column, columns), add);
                }
            }
        }
    }

    private void MultiplyPacked(int depth, T* packedA, T* packedB, MatrixView<T> c, bool add)
    {
        int tileRows = _kernel.Rows, tileColumns = _kernel.Columns;
        T* tile = t_tile!.Pointer;
        for (int column = 0; column < c.Columns; column += tileColumns)
        {
            T* b = packedB + (long)column * depth;
            int columns = Math.Min(tileColumns, c.Columns - column);
            for (int row = 0; row < c.Rows; row += tileRows)
            {
                T* a = packedA + (long)row * depth;
                int rows = Math.Min(tileRows, c.Rows - row);
                if (rows == tileRows && columns == tileColumns)
                {
                    _kernel.Multiply(depth, a, b, c.At(row, column), c.RowStride, add);
                    continue;
                }

                // A tile that hangs over the edge of C goes through a whole one.
                var edge = new MatrixView<T>(tile, rows, columns, tileColumns);
                var target = c.RowRange(row, rows).ColumnRange(column, columns);
                if (add) Copy(target, edge);
                _kernel.Multiply(depth, a, b, tile, tileColumns, add);
                Copy(edge, target);
            }
        }
    }

    private static void Copy(MatrixView<T> from, MatrixView<T> to)
    {
        for (int i = 0; i < from.Rows; i++) new Span<T>(from.At(i, 0), from.Columns).CopyTo(new Span<T>(to.At(i, 0), to.Columns));
    }
}
