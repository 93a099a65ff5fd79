using System.Runtime.Intrinsics;

namespace NeuronDsl.LinearAlgebra;

/// <summary>
/// The dense product of a layer, by whichever is faster for its shape: <see cref="Gemm"/>, except for a few rows where OpenBLAS, which then packs
/// nothing, is installed and has kernels for this processor's widest vectors. The choice depends on shape and machine alone.
/// </summary>
internal static class DenseProduct
{
    // Measured: with so many rows it gains up to a tenth, with twice as many it loses; with kernels for narrower vectors it loses everywhere.
    private const int MostRows = 16;

    private static readonly bool HasWideKernels =
        Vector512.IsHardwareAccelerated && (OpenBlas.Core is "SkylakeX" or "Cooperlake" or "SapphireRapids");

    /// <summary>Whether OpenBLAS is to be taken for so many rows.</summary>
    public static bool IsNative(int rows) => rows <= MostRows && OpenBlas.IsAllowed && OpenBlas.IsAvailable && HasWideKernels;

    /// <summary>C = A B, or C += A B.</summary>
    public static void Multiply<T>(MatrixView<T> a, MatrixView<T> b, MatrixView<T> c, bool accumulate, int threads)
        where T : unmanaged
    {
        if (IsNative(c.Rows)) OpenBlas.Multiply(a, b, c, accumulate);
        else Gemm.Multiply(a, b, c, accumulate, threads);
    }
}
