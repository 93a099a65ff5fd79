using System;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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

    // Columns of the panel are contiguous, or nothing is: four columns at a time, turned in registers, then one at a time.
    private static void CopyColumns<T>(MatrixView<T> panel, int width, T* target)
        where T : unmanaged
    {
        int j = 0;
        if (typeof(T) == typeof(float) && Sse.IsSupported && panel.RowStride == 1)
        {
            for (; j <= panel.Columns - 4; j += 4) TurnColumns((float*)panel.At(0, j), panel.ColumnStride, panel.Rows, (float*)target + j, width);
        }

        for (; j < panel.Columns; j++) CopyColumn(panel.At(0, j), panel.RowStride, 0, panel.Rows, target + j, width);
    }

    // Four columns to four neighbours in every row of the target.
    private static void TurnColumns(float* column, long stride, int rows, float* target, int width)
    {
        float* a = column, b = column + stride, c = column + 2 * stride, d = column + 3 * stride;
        int p = 0;
        for (; p <= rows - 4; p += 4, target += 4 * width)
        {
            Vector128<float> va = Vector128.Load(a + p), vb = Vector128.Load(b + p), vc = Vector128.Load(c + p), vd = Vector128.Load(d + p);
            Vector128<float> abLow = Sse.UnpackLow(va, vb), abHigh = Sse.UnpackHigh(va, vb), cdLow = Sse.UnpackLow(vc, vd), cdHigh = Sse.UnpackHigh(vc, vd);
            Sse.MoveLowToHigh(abLow, cdLow).Store(target);
            Sse.MoveHighToLow(cdLow, abLow).Store(target + width);
            Sse.MoveLowToHigh(abHigh, cdHigh).Store(target + 2 * width);
            Sse.MoveHighToLow(cdHigh, abHigh).Store(target + 3 * width);
        }

        for (int k = 0; k < 4; k++) CopyColumn(column + k * stride, 1, p, rows, target + k, width);
    }

    // Elements first .. rows - 1 of a column, four in flight.
    private static void CopyColumn<T>(T* column, long step, int first, int rows, T* to, int width)
        where T : unmanaged
    {
        T* source = column + first * step;
        int p = first;
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
