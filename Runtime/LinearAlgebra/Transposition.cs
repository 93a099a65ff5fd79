using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuronDsl.LinearAlgebra;

/// <summary>Copies a matrix with its rows and columns exchanged, four by four in registers where the processor can.</summary>
internal static unsafe class Transposition
{
    /// <summary>Writes to[i, j] = from[j, i].</summary>
    /// <param name="from">[columns, fromStride].</param>
    /// <param name="fromStride">Elements between rows of the source.</param>
    /// <param name="to">[rows, toStride].</param>
    /// <param name="toStride">Elements between rows of the target.</param>
    /// <param name="rows">Rows of the target.</param>
    /// <param name="columns">Columns of the target.</param>
    public static void Copy<T>(T* from, long fromStride, T* to, long toStride, int rows, int columns)
        where T : unmanaged
    {
        int j = 0;
        if (typeof(T) == typeof(float) && Sse.IsSupported)
        {
            for (; j <= columns - 4; j += 4) TurnFour((float*)(from + (j * fromStride)), fromStride, (float*)(to + j), toStride, rows);
        }

        for (; j < columns; j++)
        {
            T* source = from + (j * fromStride), target = to + j;
            for (int i = 0; i < rows; i++, target += toStride) *target = source[i];
        }
    }

    // Four rows of the source to four neighbours in every row of the target.
    private static void TurnFour(float* from, long fromStride, float* to, long toStride, int rows)
    {
        float* a = from, b = from + fromStride, c = from + (2 * fromStride), d = from + (3 * fromStride);
        int i = 0;
        for (; i <= rows - 4; i += 4, to += 4 * toStride)
        {
            Vector128<float> va = Vector128.Load(a + i), vb = Vector128.Load(b + i), vc = Vector128.Load(c + i), vd = Vector128.Load(d + i);
            Vector128<float> abLow = Sse.UnpackLow(va, vb), abHigh = Sse.UnpackHigh(va, vb), cdLow = Sse.UnpackLow(vc, vd), cdHigh = Sse.UnpackHigh(vc, vd);
            Sse.MoveLowToHigh(abLow, cdLow).Store(to);
            Sse.MoveHighToLow(cdLow, abLow).Store(to + toStride);
            Sse.MoveLowToHigh(abHigh, cdHigh).Store(to + (2 * toStride));
            Sse.MoveHighToLow(cdHigh, abHigh).Store(to + (3 * toStride));
        }

        for (; i < rows; i++, to += toStride) (to[0], to[1], to[2], to[3]) = (a[i], b[i], c[i], d[i]);
    }
}
