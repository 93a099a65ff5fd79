using System;
using System.Runtime.InteropServices;

namespace NeuronDsl.LinearAlgebra;

/// <summary>
/// The dense product by OpenBLAS, where the system has it; nothing else needs it. It runs on the calling thread alone, so that results do not
/// depend on the number of threads; they differ from those of <see cref="Gemm"/> by rounding.
/// </summary>
public static unsafe class OpenBlas
{
    private const int RowMajor = 101, AsItIs = 111, Transposed = 112;

    private static readonly string[] Names = ["libopenblas.so.0", "libopenblas.so", "openblas", "libopenblas"];

    private static readonly delegate* unmanaged[Cdecl]<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void> Single;
    private static readonly delegate* unmanaged[Cdecl]<int, int, int, int, int, int, double, double*, int, double*, int, double, double*, int, void> Double;

    static OpenBlas()
    {
        Core = "";
        foreach (string name in Names)
        {
            if (!NativeLibrary.TryLoad(name, out nint library)) continue;
            if (!NativeLibrary.TryGetExport(library, "cblas_sgemm", out nint single) || !NativeLibrary.TryGetExport(library, "cblas_dgemm", out nint dual)
                || !NativeLibrary.TryGetExport(library, "openblas_set_num_threads", out nint setThreads)) continue;
            Single = (delegate* unmanaged[Cdecl]<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)single;
            Double = (delegate* unmanaged[Cdecl]<int, int, int, int, int, int, double, double*, int, double*, int, double, double*, int, void>)dual;
            ((delegate* unmanaged[Cdecl]<int, void>)setThreads)(1);
            if (NativeLibrary.TryGetExport(library, "openblas_get_corename", out nint core))
                Core = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged[Cdecl]<byte*>)core)()) ?? "";
            IsAvailable = true;
            break;
        }
    }

    /// <summary>Whether the library was found.</summary>
    public static bool IsAvailable { get; }

    /// <summary>The processor that the library takes this one for; empty where it does not say.</summary>
    public static string Core { get; }

    /// <summary>Whether layers may choose it. True at first; false keeps them to bits that every machine computes alike.</summary>
    public static bool IsAllowed { get; set; } = true;

    /// <summary>C = A B, or C += A B.</summary>
    /// <param name="a">[M, K], rows or columns contiguous.</param>
    /// <param name="b">[K, N], rows or columns contiguous.</param>
    /// <param name="c">[M, N], rows contiguous; must not overlap A or B.</param>
    /// <param name="accumulate">Whether to add to C instead of overwriting it.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="ArgumentException">The shapes do not fit, or a matrix is not contiguous along either direction.</exception>
    /// <exception cref="InvalidOperationException">The library was not found.</exception>
    public static void Multiply<T>(MatrixView<T> a, MatrixView<T> b, MatrixView<T> c, bool accumulate = false)
        where T : unmanaged
    {
        if (!IsAvailable) throw new InvalidOperationException("OpenBLAS was not found on this system.");
        if (a.Columns != b.Rows || a.Rows != c.Rows || b.Columns != c.Columns) throw new ArgumentException($"A product of {a} and {b} cannot be stored as {c}.");
        if (c.ColumnStride != 1) throw new ArgumentException($"The rows of C must be contiguous; their elements are {c.ColumnStride} apart.", nameof(c));
        (int orderA, int strideA) = Order(a, nameof(a));
        (int orderB, int strideB) = Order(b, nameof(b));
        if (typeof(T) == typeof(float))
        {
            Single(RowMajor, orderA, orderB, c.Rows, c.Columns, a.Columns, 1, (float*)a.Data, strideA, (float*)b.Data, strideB, accumulate ? 1 : 0, (float*)c.Data, c.RowStride);
        }
        else if (typeof(T) == typeof(double))
        {
            Double(RowMajor, orderA, orderB, c.Rows, c.Columns, a.Columns, 1, (double*)a.Data, strideA, (double*)b.Data, strideB, accumulate ? 1 : 0, (double*)c.Data, c.RowStride);
        }
        else
        {
            throw new NotSupportedException($"Matrices are of float or double, not {typeof(T).Name}.");
        }
    }

    private static (int Order, int Stride) Order<T>(MatrixView<T> matrix, string name)
        where T : unmanaged
    {
        if (matrix.ColumnStride == 1) return (AsItIs, Math.Max(matrix.RowStride, Math.Max(1, matrix.Columns)));
        if (matrix.RowStride == 1) return (Transposed, Math.Max(matrix.ColumnStride, Math.Max(1, matrix.Rows)));
        throw new ArgumentException($"{matrix} is contiguous neither along rows nor along columns.", name);
    }
}
