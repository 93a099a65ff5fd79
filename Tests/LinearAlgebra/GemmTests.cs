using System;
using System.Numerics;
using NeuronDsl.LinearAlgebra;
using Xunit;

namespace NeuronDsl.Tests.LinearAlgebra;

public class GemmTests
{
    // Below, at and above the tiles of every width, several blocks of depth and of rows, and the degenerate ones.
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 1 }, { 12, 5, 32 }, { 13, 7, 33 }, { 6, 400, 16 }, { 11, 401, 31 }, { 300, 9, 70 }, { 25, 900, 40 }, { 3, 0, 4 }, { 0, 3, 4 },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void The_product_equals_a_naive_loop_in_float(int m, int k, int n) => Check<float>(m, k, n, 1.2e-7);

    [Theory, MemberData(nameof(Shapes))]
    public void The_product_equals_a_naive_loop_in_double(int m, int k, int n) => Check<double>(m, k, n, 2.3e-16);

    [Theory]
    [InlineData(256), InlineData(128)]
    public void Every_vector_width_gives_the_same_bits(int width)
    {
        var (a, b) = (new RandomMatrix<float>(40, 450, 1), new RandomMatrix<float>(450, 70, 2));
        Assert.Equal(Product(GemmKernel<float>.OfWidth(512), a, b, 1), Product(GemmKernel<float>.OfWidth(width), a, b, 1));
        var (c, d) = (new RandomMatrix<double>(40, 450, 1), new RandomMatrix<double>(450, 70, 2));
        Assert.Equal(Product(GemmKernel<double>.OfWidth(512), c, d, 1), Product(GemmKernel<double>.OfWidth(width), c, d, 1));
    }

    [Theory]
    [InlineData(160, 200), InlineData(200, 160)]
    public void Any_number_of_threads_gives_the_same_bits(int m, int n)
    {
        var (a, b) = (new RandomMatrix<float>(m, 300, 1), new RandomMatrix<float>(300, n, 2));
        float[] one = Product(GemmKernel<float>.Widest, a, b, 1);
        foreach (int threads in (int[])[2, 3, 7]) Assert.Equal(one, Product(GemmKernel<float>.Widest, a, b, threads));
    }

    [Fact]
    public void NaN_propagates_to_its_row_and_column_alone()
    {
        var (a, b, c) = (new RandomMatrix<float>(20, 10, 1), new RandomMatrix<float>(10, 40, 2), new RandomMatrix<float>(20, 40, 3));
        unsafe { *a.View.At(3, 4) = float.NaN; }
        Gemm.Multiply(a.View, b.View, c.View);
        for (int i = 0; i < 20; i++)
            for (int j = 0; j < 40; j++) Assert.Equal(i == 3, float.IsNaN(c[i, j]));
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        var (a, b, c) = (new RandomMatrix<float>(2, 3, 1), new RandomMatrix<float>(4, 5, 2), new RandomMatrix<float>(2, 5, 3));
        var error = Assert.Throws<ArgumentException>(() => Gemm.Multiply(a.View, b.View, c.View));
        Assert.Contains("2x3", error.Message, StringComparison.Ordinal);
        Assert.Contains("4x5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_elements_than_float_and_double_are_refused() =>
        Assert.Throws<NotSupportedException>(() => Gemm.Multiply(Square(), Square(), Square()));

    private static unsafe MatrixView<Half> Square() => new(null, 1, 1, 1);

    private static T[] Product<T>(GemmKernel<T> kernel, RandomMatrix<T> a, RandomMatrix<T> b, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var c = new RandomMatrix<T>(a.View.Rows, b.View.Columns, 3);
        GemmJob<T>.OfThisThread.Run(kernel, a.View, b.View, c.View, accumulate: true, threads);
        return c.Memory;
    }

    // A, B plain and transposed; C overwritten and added to; the padding of C untouched.
    private static void Check<T>(int m, int k, int n, double epsilon)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (bool transposeA in (bool[])[false, true])
        foreach (bool transposeB in (bool[])[false, true])
        foreach (bool accumulate in (bool[])[false, true])
        {
            var storedA = transposeA ? new RandomMatrix<T>(k, m, 1, padding: 3) : new RandomMatrix<T>(m, k, 1, padding: 3);
            var storedB = transposeB ? new RandomMatrix<T>(n, k, 2, padding: 3) : new RandomMatrix<T>(k, n, 2, padding: 3);
            var (before, c) = (new RandomMatrix<T>(m, n, 3, padding: 3), new RandomMatrix<T>(m, n, 3, padding: 3));
            var a = transposeA ? storedA.View.Transposed : storedA.View;
            var b = transposeB ? storedB.View.Transposed : storedB.View;
            Gemm.Multiply(a, b, c.View, accumulate);

            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    double sum = accumulate ? double.CreateChecked(before[i, j]) : 0, magnitude = Math.Abs(sum);
                    for (int p = 0; p < k; p++)
                    {
                        double left = double.CreateChecked(transposeA ? storedA[p, i] : storedA[i, p]);
                        double term = left * double.CreateChecked(transposeB ? storedB[j, p] : storedB[p, j]);
                        sum += term;
                        magnitude += Math.Abs(term);
                    }

                    // Higham, Accuracy and Stability of Numerical Algorithms, 3.1, for the product and, in double, the naive loop.
                    Assert.InRange(Math.Abs(double.CreateChecked(c[i, j]) - sum), 0, 2 * (k + 2) * epsilon * magnitude);
                }

                for (int j = n; j < c.Stride; j++) Assert.True(T.IsNaN(c[i, j]));
            }
        }
    }
}
