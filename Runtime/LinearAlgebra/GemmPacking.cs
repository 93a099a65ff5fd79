using System;
using System.Runtime.Intrinsics;

namespace NeuronDsl.LinearAlgebra;

/// <summary>
/// Copies a block of a matrix into panels as the kernel reads them: consecutive in memory along the depth, the last panel filled up with zeros.
/// </summary>
internal static unsafe class GemmPacking
{
    /// <summary>Panels of <paramref name="width"/> rows of A, each stored [depth, width].</summary>
    public static void Rows<T>(MatrixView<T> a, int width, T* target)
        where T : unmanaged => Columns(a.Transposed, width, target);

    /// <summary>Panels of <paramref name="width"/> columns of B, each stored [depth, width].</summary>
    public static void Columns<T>(MatrixView<T> b, int width, T* target)
        where T : unmanaged
    {
        int depth = b.Rows;
        for (int start = 0; start < b.Columns; start += width, target += (long)depth * width)
        {
            int count = Math.Min(width, b.Columns - start);
            var panel = b.ColumnRange(start, count);
            if (count < width) new Span<T>(target, depth * width).Clear();
            if (panel.ColumnStride == 1) CopyRows(panel, width, target);
            else CopyColumns(panel, width, target);
        }
    }

    // Rows of the panel are contiguous: vectors, then what is left.
    private static void CopyRows<T>(MatrixView<T> panel, int width, T* target)
        where T : unmanaged
    {
        int count = panel.Columns;
        T* source = panel.Data;
        for (int p = 0; p < panel.Rows; p++, source += panel.RowStride, target += width)
        {
            int j = 0;
            if (Vector512.IsHardwareAccelerated)
                for (; j <= count - Vector512<T>.Count; j += Vector512<T>.Count) Vector512.Load(source + j).Store(target + j);
            for (; j <= count - Vector128<T>.Count; j += Vector128<T>.Count) Vector128.Load(source + j).Store(target + j);
            for (; j < count; j++) target[j] = source[j];
        }
    }

    // Columns of the panel are contiguous, or nothing is.
    private static void CopyColumns<T>(MatrixView<T> panel, int width, T* target)
        where T : unmanaged
    {
        if (panel.RowStride == 1) Transposition.Copy(panel.At(0, 0), panel.ColumnStride, target, width, panel.Rows, panel.Columns);
        else for (int j = 0; j < panel.Columns; j++) CopyColumn(panel.At(0, j), panel.RowStride, panel.Rows, target + j, width);
    }

    // The elements of a column, four in flight.
    private static void CopyColumn<T>(T* source, long step, int rows, T* to, int width)
        where T : unmanaged
    {
        int p = 0;
        for (; p <= rows - 4; p += 4, source += 4 * step, to += 4 * width)
        {
            to[0] = source[0];
            to[width] = source[step];
            to[2 * width] = source[2 * step];
            to[3 * width] = source[3 * step];
        }

        for (; p < rows; p++, source += step, to += width) *to = *source;
    }
}
