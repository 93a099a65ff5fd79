using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuronDsl.LinearAlgebra;

/// <summary>
/// The inner loop of the product on 512-bit vectors: a tile of 12 rows and two vectors of columns stays in 24 registers while the
/// depth goes by. 24 of the 32 registers of AVX-512; 14 rows would be on the edge.
/// </summary>
/// <remarks>Written out, because the compiler keeps locals in registers, not array elements.</remarks>
internal static unsafe class GemmKernel512
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 12;

    /// <summary>C = A B, or C += A B, for one tile.</summary>
    /// <param name="depth">Columns of A, rows of B.</param>
    /// <param name="a">Packed [depth, 12].</param>
    /// <param name="b">Packed [depth, two vectors].</param>
    /// <param name="c">The tile, rows <paramref name="stride"/> elements apart.</param>
    /// <param name="stride">Elements from one row of C to the next.</param>
    /// <param name="accumulate">Whether to add to C.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<T>(int depth, T* a, T* b, T* c, int stride, bool accumulate)
        where T : unmanaged
    {
        int lanes = Vector512<T>.Count;
        Vector512<T> c0L = default, c0R = default;
        Vector512<T> c1L = default, c1R = default;
        Vector512<T> c2L = default, c2R = default;
        Vector512<T> c3L = default, c3R = default;
        Vector512<T> c4L = default, c4R = default;
        Vector512<T> c5L = default, c5R = default;
        Vector512<T> c6L = default, c6R = default;
        Vector512<T> c7L = default, c7R = default;
        Vector512<T> c8L = default, c8R = default;
        Vector512<T> c9L = default, c9R = default;
        Vector512<T> c10L = default, c10R = default;
        Vector512<T> c11L = default, c11R = default;

        for (; depth > 0; depth--, a += Rows, b += 2 * lanes)
        {
            var left = Vector512.Load(b);
            var right = Vector512.Load(b + lanes);
            var a0 = Vector512.Create(a[0]);
            c0L = MultiplyAdd(a0, left, c0L);
            c0R = MultiplyAdd(a0, right, c0R);
            var a1 = Vector512.Create(a[1]);
            c1L = MultiplyAdd(a1, left, c1L);
            c1R = MultiplyAdd(a1, right, c1R);
            var a2 = Vector512.Create(a[2]);
            c2L = MultiplyAdd(a2, left, c2L);
            c2R = MultiplyAdd(a2, right, c2R);
            var a3 = Vector512.Create(a[3]);
            c3L = MultiplyAdd(a3, left, c3L);
            c3R = MultiplyAdd(a3, right, c3R);
            var a4 = Vector512.Create(a[4]);
            c4L = MultiplyAdd(a4, left, c4L);
            c4R = MultiplyAdd(a4, right, c4R);
            var a5 = Vector512.Create(a[5]);
            c5L = MultiplyAdd(a5, left, c5L);
            c5R = MultiplyAdd(a5, right, c5R);
            var a6 = Vector512.Create(a[6]);
            c6L = MultiplyAdd(a6, left, c6L);
            c6R = MultiplyAdd(a6, right, c6R);
            var a7 = Vector512.Create(a[7]);
            c7L = MultiplyAdd(a7, left, c7L);
            c7R = MultiplyAdd(a7, right, c7R);
            var a8 = Vector512.Create(a[8]);
            c8L = MultiplyAdd(a8, left, c8L);
            c8R = MultiplyAdd(a8, right, c8R);
            var a9 = Vector512.Create(a[9]);
            c9L = MultiplyAdd(a9, left, c9L);
            c9R = MultiplyAdd(a9, right, c9R);
            var a10 = Vector512.Create(a[10]);
            c10L = MultiplyAdd(a10, left, c10L);
            c10R = MultiplyAdd(a10, right, c10R);
            var a11 = Vector512.Create(a[11]);
            c11L = MultiplyAdd(a11, left, c11L);
            c11R = MultiplyAdd(a11, right, c11R);
        }

        Store(c0L, c0R, c, accumulate);
        Store(c1L, c1R, c + stride, accumulate);
        Store(c2L, c2R, c + 2L * stride, accumulate);
        Store(c3L, c3R, c + 3L * stride, accumulate);
        Store(c4L, c4R, c + 4L * stride, accumulate);
        Store(c5L, c5R, c + 5L * stride, accumulate);
        Store(c6L, c6R, c + 6L * stride, accumulate);
        Store(c7L, c7R, c + 7L * stride, accumulate);
        Store(c8L, c8R, c + 8L * stride, accumulate);
        Store(c9L, c9R, c + 9L * stride, accumulate);
        Store(c10L, c10R, c + 10L * stride, accumulate);
        Store(c11L, c11R, c + 11L * stride, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> MultiplyAdd<T>(Vector512<T> a, Vector512<T> b, Vector512<T> c) =>
        typeof(T) == typeof(float)
            ? Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Vector512.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(Vector512<T> left, Vector512<T> right, T* row, bool accumulate)
        where T : unmanaged
    {
        if (accumulate)
        {
            left += Vector512.Load(row);
            right += Vector512.Load(row + Vector512<T>.Count);
        }

        left.Store(row);
        right.Store(row + Vector512<T>.Count);
    }
}
