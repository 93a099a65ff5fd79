using System;

namespace NeuronDsl.LinearAlgebra;

/// <summary>
/// The dense matrix product, packed and blocked for the caches as in Goto and van de Geijn, "Anatomy of High-Performance Matrix
/// Multiplication", ACM TOMS 34 (2008). Every element of C is a chain of fused multiply-adds in the order of the depth, in blocks of at most
/// <see cref="MaxDepth"/>, so its bits depend neither on the number of threads nor on the width of the vectors. NaN and infinity propagate.
/// </summary>
public static class Gemm
{
    /// <summary>The longest stretch of the depth that is packed at once: a panel of B of this depth lives in the first-level cache.</summary>
    internal const int MaxDepth = 400;

    /// <summary>C = A B, or C += A B.</summary>
    /// <param name="a">[M, K], any strides.</param>
    /// <param name="b">[K, N], any strides.</param>
    /// <param name="c">[M, N], rows contiguous (column stride 1); must not overlap A or B.</param>
    /// <param name="accumulate">Whether to add to C instead of overwriting it.</param>
    /// <param name="threads">At most this many threads; a small product takes one.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="ArgumentException">The shapes do not fit, or the rows of C are not contiguous.</exception>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public static void Multiply<T>(MatrixView<T> a, MatrixView<T> b, MatrixView<T> c, bool accumulate = false, int threads = 1)
        where T : unmanaged
    {
        if (a.Columns != b.Rows || a.Rows != c.Rows || b.Columns != c.Columns)
            throw new ArgumentException($"A product of {a} and {b} cannot be stored as {c}.");
        if (c.ColumnStride != 1)
            throw new ArgumentException($"The rows of C must be contiguous; their elements are {c.ColumnStride} apart.", nameof(c));
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        GemmJob<T>.OfThisThread.Run(GemmKernel<T>.Widest, a, b, c, accumulate, threads);
    }
}
