using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuronDsl.LinearAlgebra;

/// <summary>
/// The inner loops of the convolution: a tile of sums stays in registers while the depth, or the pixels, go by. Every sum is a chain of
/// fused multiply-adds in ascending order.
/// </summary>
/// <remarks>Written out, because the compiler keeps locals in registers, not array elements.</remarks>
internal static unsafe class ConvolutionKernel
{
    /// <summary>Neighbouring output pixels of a forward tile: with two vectors of channels, 28 of 32 registers.</summary>
    public const int Pixels = 14;

    /// <summary>Weight rows of a tile of the weights' gradient: with two vectors of channels, 18 registers and as many pointers as there are.</summary>
    public const int Rows = 9;

    /// <summary>The outputs of neighbouring pixels for two vectors of channels.</summary>
    /// <param name="depth">Weight rows.</param>
    /// <param name="offsets">Where the factors of each weight row start, [depth].</param>
    /// <param name="planes">The factors of the first pixel.</param>
    /// <param name="weight">[depth, two vectors].</param>
    /// <param name="bias">[two vectors].</param>
    /// <param name="output">[Pixels, stride], overwritten.</param>
    /// <param name="stride">Elements from one pixel to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<T>(int depth, int* offsets, T* planes, T* weight, T* bias, T* output, int stride)
        where T : unmanaged
    {
        int lanes = Vector512<T>.Count;
        var left = Vector512.Load(bias);
        var right = Vector512.Load(bias + lanes);
        Vector512<T> s0L = left, s0R = right;
        Vector512<T> s1L = left, s1R = right;
        Vector512<T> s2L = left, s2R = right;
        Vector512<T> s3L = left, s3R = right;
        Vector512<T> s4L = left, s4R = right;
        Vector512<T> s5L = left, s5R = right;
        Vector512<T> s6L = left, s6R = right;
        Vector512<T> s7L = left, s7R = right;
        Vector512<T> s8L = left, s8R = right;
        Vector512<T> s9L = left, s9R = right;
        Vector512<T> s10L = left, s10R = right;
        Vector512<T> s11L = left, s11R = right;
        Vector512<T> s12L = left, s12R = right;
        Vector512<T> s13L = left, s13R = right;
        for (int d = 0; d < depth; d++, weight += 2 * lanes)
        {
            T* x = planes + offsets[d];
            left = Vector512.Load(weight);
            right = Vector512.Load(weight + lanes);
            var x0 = Vector512.Create(x[0]);
            s0L = MultiplyAdd(x0, left, s0L);
            s0R = MultiplyAdd(x0, right, s0R);
            var x1 = Vector512.Create(x[1]);
            s1L = MultiplyAdd(x1, left, s1L);
            s1R = MultiplyAdd(x1, right, s1R);
            var x2 = Vector512.Create(x[2]);
            s2L = MultiplyAdd(x2, left, s2L);
            s2R = MultiplyAdd(x2, right, s2R);
            var x3 = Vector512.Create(x[3]);
            s3L = MultiplyAdd(x3, left, s3L);
            s3R = MultiplyAdd(x3, right, s3R);
            var x4 = Vector512.Create(x[4]);
            s4L = MultiplyAdd(x4, left, s4L);
            s4R = MultiplyAdd(x4, right, s4R);
            var x5 = Vector512.Create(x[5]);
            s5L = MultiplyAdd(x5, left, s5L);
            s5R = MultiplyAdd(x5, right, s5R);
            var x6 = Vector512.Create(x[6]);
            s6L = MultiplyAdd(x6, left, s6L);
            s6R = MultiplyAdd(x6, right, s6R);
            var x7 = Vector512.Create(x[7]);
            s7L = MultiplyAdd(x7, left, s7L);
            s7R = MultiplyAdd(x7, right, s7R);
            var x8 = Vector512.Create(x[8]);
            s8L = MultiplyAdd(x8, left, s8L);
            s8R = MultiplyAdd(x8, right, s8R);
            var x9 = Vector512.Create(x[9]);
            s9L = MultiplyAdd(x9, left, s9L);
            s9R = MultiplyAdd(x9, right, s9R);
            var x10 = Vector512.Create(x[10]);
            s10L = MultiplyAdd(x10, left, s10L);
            s10R = MultiplyAdd(x10, right, s10R);
            var x11 = Vector512.Create(x[11]);
            s11L = MultiplyAdd(x11, left, s11L);
            s11R = MultiplyAdd(x11, right, s11R);
            var x12 = Vector512.Create(x[12]);
            s12L = MultiplyAdd(x12, left, s12L);
            s12R = MultiplyAdd(x12, right, s12R);
            var x13 = Vector512.Create(x[13]);
            s13L = MultiplyAdd(x13, left, s13L);
            s13R = MultiplyAdd(x13, right, s13R);
        }

        Store(s0L, s0R, output);
        Store(s1L, s1R, output + stride);
        Store(s2L, s2R, output + 2L * stride);
        Store(s3L, s3R, output + 3L * stride);
        Store(s4L, s4R, output + 4L * stride);
        Store(s5L, s5R, output + 5L * stride);
        Store(s6L, s6R, output + 6L * stride);
        Store(s7L, s7R, output + 7L * stride);
        Store(s8L, s8R, output + 8L * stride);
        Store(s9L, s9R, output + 9L * stride);
        Store(s10L, s10R, output + 10L * stride);
        Store(s11L, s11R, output + 11L * stride);
        Store(s12L, s12R, output + 12L * stride);
        Store(s13L, s13R, output + 13L * stride);
    }

    /// <summary>Adds one image's part to the gradient of some weight rows, for two vectors of channels.</summary>
    /// <param name="height">Rows of outputs.</param>
    /// <param name="width">Outputs of a row.</param>
    /// <param name="offsets">Where the factors of each weight row start, [Rows].</param>
    /// <param name="planes">The image.</param>
    /// <param name="rowStride">Elements from one row of factors to the next.</param>
    /// <param name="gradient">Of the output, [height, width, stride].</param>
    /// <param name="stride">Elements from one output, and from one weight row, to the next.</param>
    /// <param name="sum">[Rows, stride], added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WeightGradient<T>(int height, int width, int* offsets, T* planes, int rowStride, T* gradient, int stride, T* sum)
        where T : unmanaged
    {
        int lanes = Vector512<T>.Count;
        Vector512<T> s0L = Vector512.Load(sum), s0R = Vector512.Load(sum + lanes);
        Vector512<T> s1L = Vector512.Load(sum + stride), s1R = Vector512.Load(sum + stride + lanes);
        Vector512<T> s2L = Vector512.Load(sum + 2L * stride), s2R = Vector512.Load(sum + 2L * stride + lanes);
        Vector512<T> s3L = Vector512.Load(sum + 3L * stride), s3R = Vector512.Load(sum + 3L * stride + lanes);
        Vector512<T> s4L = Vector512.Load(sum + 4L * stride), s4R = Vector512.Load(sum + 4L * stride + lanes);
        Vector512<T> s5L = Vector512.Load(sum + 5L * stride), s5R = Vector512.Load(sum + 5L * stride + lanes);
        Vector512<T> s6L = Vector512.Load(sum + 6L * stride), s6R = Vector512.Load(sum + 6L * stride + lanes);
        Vector512<T> s7L = Vector512.Load(sum + 7L * stride), s7R = Vector512.Load(sum + 7L * stride + lanes);
        Vector512<T> s8L = Vector512.Load(sum + 8L * stride), s8R = Vector512.Load(sum + 8L * stride + lanes);
        for (int y = 0; y < height; y++, planes += rowStride)
        {
            T* x0 = planes + offsets[0];
            T* x1 = planes + offsets[1];
            T* x2 = planes + offsets[2];
            T* x3 = planes + offsets[3];
            T* x4 = planes + offsets[4];
            T* x5 = planes + offsets[5];
            T* x6 = planes + offsets[6];
            T* x7 = planes + offsets[7];
            T* x8 = planes + offsets[8];
            for (nint x = 0; x < width; x++, gradient += stride)
            {
                var left = Vector512.Load(gradient);
                var right = Vector512.Load(gradient + lanes);
                var f0 = Vector512.Create(x0[x]);
                s0L = MultiplyAdd(f0, left, s0L);
                s0R = MultiplyAdd(f0, right, s0R);
                var f1 = Vector512.Create(x1[x]);
                s1L = MultiplyAdd(f1, left, s1L);
                s1R = MultiplyAdd(f1, right, s1R);
                var f2 = Vector512.Create(x2[x]);
                s2L = MultiplyAdd(f2, left, s2L);
                s2R = MultiplyAdd(f2, right, s2R);
                var f3 = Vector512.Create(x3[x]);
                s3L = MultiplyAdd(f3, left, s3L);
                s3R = MultiplyAdd(f3, right, s3R);
                var f4 = Vector512.Create(x4[x]);
                s4L = MultiplyAdd(f4, left, s4L);
                s4R = MultiplyAdd(f4, right, s4R);
                var f5 = Vector512.Create(x5[x]);
                s5L = MultiplyAdd(f5, left, s5L);
                s5R = MultiplyAdd(f5, right, s5R);
                var f6 = Vector512.Create(x6[x]);
                s6L = MultiplyAdd(f6, left, s6L);
                s6R = MultiplyAdd(f6, right, s6R);
                var f7 = Vector512.Create(x7[x]);
                s7L = MultiplyAdd(f7, left, s7L);
                s7R = MultiplyAdd(f7, right, s7R);
                var f8 = Vector512.Create(x8[x]);
                s8L = MultiplyAdd(f8, left, s8L);
                s8R = MultiplyAdd(f8, right, s8R);
            }
        }

        Store(s0L, s0R, sum);
        Store(s1L, s1R, sum + stride);
        Store(s2L, s2R, sum + 2L * stride);
        Store(s3L, s3R, sum + 3L * stride);
        Store(s4L, s4R, sum + 4L * stride);
        Store(s5L, s5R, sum + 5L * stride);
        Store(s6L, s6R, sum + 6L * stride);
        Store(s7L, s7R, sum + 7L * stride);
        Store(s8L, s8R, sum + 8L * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> MultiplyAdd<T>(Vector512<T> a, Vector512<T> b, Vector512<T> c) =>
        typeof(T) == typeof(float)
            ? Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Vector512.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(Vector512<T> left, Vector512<T> right, T* target)
        where T : unmanaged
    {
        left.Store(target);
        right.Store(target + Vector512<T>.Count);
    }
}
