using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuronDsl.LinearAlgebra;

/// <summary>
/// The inner loop of the product on 128-bit vectors: a tile of 6 rows and two vectors of columns stays in 12 registers while the
/// depth goes by. 12 of the 16 registers of SSE, of the 32 of Arm.
/// </summary>
/// <remarks>Written out, because the compiler keeps locals in registers, not array elements.</remarks>
internal static unsafe class GemmKernel128
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 6;

    /// <summary>C = A B, or C += A B, for one tile.</summary>
    /// <param name="depth">Columns of A, rows of B.</param>
    /// <param name="a">Packed [depth, 6].</param>
    /// <param name="b">Packed [depth, two vectors].</param>
    /// <param name="c">The tile, rows <paramref name="stride"/> elements apart.</param>
    /// <param name="stride">Elements from one row of C to the next.</param>
    /// <param name="accumulate">Whether to add to C.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<T>(int depth, T* a, T* b, T* c, int stride, bool accumulate)
        where T : unmanaged
    {
        int lanes = Vector128<T>.Count;
        Vector128<T> c0L = default, c0R = default;
        Vector128<T> c1L = default, c1R = default;
        Vector128<T> c2L = default, c2R = default;
        Vector128<T> c3L = default, c3R = default;
        Vector128<T> c4L = default, c4R = default;
        Vector128<T> c5L = default, c5R = default;

        for (; depth > 0; depth--, a += Rows, b += 2 * lanes)
        {
            var left = Vector128.Load(b);
            var right = Vector128.Load(b + lanes);
            var a0 = Vector128.Create(a[0]);
            c0L = MultiplyAdd(a0, left, c0L);
            c0R = MultiplyAdd(a0, right, c0R);
            var a1 = Vector128.Create(a[1]);
            c1L = MultiplyAdd(a1, left, c1L);
            c1R = MultiplyAdd(a1, right, c1R);
            var a2 = Vector128.Create(a[2]);
            c2L = MultiplyAdd(a2, left, c2L);
            c2R = MultiplyAdd(a2, right, c2R);
            var a3 = Vector128.Create(a[3]);
            c3L = MultiplyAdd(a3, left, c3L);
            c3R = MultiplyAdd(a3, right, c3R);
            var a4 = Vector128.Create(a[4]);
            c4L = MultiplyAdd(a4, left, c4L);
            c4R = MultiplyAdd(a4, right, c4R);
            var a5 = Vector128.Create(a[5]);
            c5L = MultiplyAdd(a5, left, c5L);
            c5R = MultiplyAdd(a5, right, c5R);
        }

        Store(c0L, c0R, c, accumulate);
        Store(c1L, c1R, c + stride, accumulate);
        Store(c2L, c2R, c + 2L * stride, accumulate);
        Store(c3L, c3R, c + 3L * stride, accumulate);
        Store(c4L, c4R, c + 4L * stride, accumulate);
        Store(c5L, c5R, c + 5L * stride, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> MultiplyAdd<T>(Vector128<T> a, Vector128<T> b, Vector128<T> c) =>
        typeof(T) == typeof(float)
            ? Vector128.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Vector128.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(Vector128<T> left, Vector128<T> right, T* row, bool accumulate)
        where T : unmanaged
    {
        if (accumulate)
        {
            left += Vector128.Load(row);
            right += Vector128.Load(row + Vector128<T>.Count);
        }

        left.Store(row);
        right.Store(row + Vector128<T>.Count);
    }
}
