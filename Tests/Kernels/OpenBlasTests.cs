using System;
using NeuronDsl.Data;
using NeuronDsl.LinearAlgebra;
using NeuronDsl.Memory;
using Xunit;

namespace NeuronDsl.Tests.Kernels;

/// <summary>OpenBLAS, where it is installed, against the managed product.</summary>
public unsafe class OpenBlasTests
{
    [SkippableTheory]
    [InlineData(false, false, false), InlineData(true, false, false), InlineData(false, true, true), InlineData(true, true, true)]
    public void Gives_the_managed_product_but_for_rounding(bool transposeA, bool transposeB, bool accumulate)
    {
        Skip.IfNot(OpenBlas.IsAvailable, "OpenBLAS (libopenblas0) is not installed.");
        Check<float>(transposeA, transposeB, accumulate, 1e-6);
        Check<double>(transposeA, transposeB, accumulate, 1e-14);
    }

    [SkippableFact]
    public void A_matrix_without_contiguous_rows_or_columns_is_refused()
    {
        Skip.IfNot(OpenBlas.IsAvailable, "OpenBLAS (libopenblas0) is not installed.");
        using AlignedBuffer<float> memory = new(64);
        MatrixView<float> spread = new(memory.Pointer, 2, 2, 8, 2), plain = new(memory.Pointer + 32, 2, 2, 2);
        Assert.Contains("contiguous", Assert.Throws<ArgumentException>(() => OpenBlas.Multiply(spread, plain, plain)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => OpenBlas.Multiply(plain, plain, new MatrixView<float>(memory.Pointer, 3, 2, 2)));
    }

    private static void Check<T>(bool transposeA, bool transposeB, bool accumulate, double bound)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        const int Rows = 19, Depth = 37, Columns = 23;
        RandomStream random = new(3);
        using AlignedBuffer<T> a = Fill(Rows * Depth), b = Fill(Depth * Columns), native = Fill(Rows * Columns), managed = new(Rows * Columns);
        native.Span.CopyTo(managed.Span);
        MatrixView<T> viewA = transposeA ? new MatrixView<T>(a.Pointer, Depth, Rows, Rows).Transposed : new(a.Pointer, Rows, Depth, Depth);
        MatrixView<T> viewB = transposeB ? new MatrixView<T>(b.Pointer, Columns, Depth, Depth).Transposed : new(b.Pointer, Depth, Columns, Columns);
        OpenBlas.Multiply(viewA, viewB, new MatrixView<T>(native.Pointer, Rows, Columns, Columns), accumulate);
        Gemm.Multiply(viewA, viewB, new MatrixView<T>(managed.Pointer, Rows, Columns, Columns), accumulate);
        for (int i = 0; i < native.Length; i++)
            Assert.InRange(double.CreateChecked(T.Abs(native.Span[i] - managed.Span[i])), 0, 10 * bound);

        AlignedBuffer<T> Fill(int length)
        {
            AlignedBuffer<T> buffer = new(length);
            foreach (ref T value in buffer.Span) value = T.CreateChecked(random.NextDouble() - 0.5);
            return buffer;
        }
    }
}
