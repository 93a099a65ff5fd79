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
    /// <summary>Vectors of neighbouring output pixels of a forward tile.</summary>
    public const int PixelVectors = 3;

    /// <summary>Channels of a forward tile: with three vectors of pixels each, 24 of 32 registers.</summary>
    public const int Channels = 8;

    /// <summary>Weight rows of a tile of the weights' gradient: with two vectors of channels, 18 registers and as many pointers as there are.</summary>
    public const int Rows = 9;

    /// <summary>The outputs of neighbouring pixels for some channels.</summary>
    /// <param name="depth">Weight rows.</param>
    /// <param name="offsets">Where the factors of each weight row start, [depth].</param>
    /// <param name="planes">The factors of the first pixel.</param>
    /// <param name="weight">[depth, weightStride], of which as many channels as a tile has are read.</param>
    /// <param name="weightStride">Elements from one weight row to the next.</param>
    /// <param name="bias">[Channels].</param>
    /// <param name="output">[Channels, stride], of which three vectors are overwritten.</param>
    /// <param name="stride">Elements from one channel to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<T>(int depth, int* offsets, T* planes, T* weight, nint weightStride, T* bias, T* output, nint stride)
        where T : unmanaged
    {
        int lanes = Vector512<T>.Count;
        Vector512<T> s0A = Vector512.Create(bias[0]), s0B = s0A, s0C = s0A;
        Vector512<T> s1A = Vector512.Create(bias[1]), s1B = s1A, s1C = s1A;
        Vector512<T> s2A = Vector512.Create(bias[2]), s2B = s2A, s2C = s2A;
        Vector512<T> s3A = Vector512.Create(bias[3]), s3B = s3A, s3C = s3A;
        Vector512<T> s4A = Vector512.Create(bias[4]), s4B = s4A, s4C = s4A;
        Vector512<T> s5A = Vector512.Create(bias[5]), s5B = s5A, s5C = s5A;
        Vector512<T> s6A = Vector512.Create(bias[6]), s6B = s6A, s6C = s6A;
        Vector512<T> s7A = Vector512.Create(bias[7]), s7B = s7A, s7C = s7A;
        for (int* end = offsets + depth; offsets < end; offsets++, weight += weightStride)
        {
            T* x = planes + *offsets;
            var first = Vector512.Load(x);
            var second = Vector512.Load(x + lanes);
            var third = Vector512.Load(x + 2 * lanes);
            var w0 = Vector512.Create(weight[0]);
            s0A = MultiplyAdd(w0, first, s0A);
            s0B = MultiplyAdd(w0, second, s0B);
            s0C = MultiplyAdd(w0, third, s0C);
            var w1 = Vector512.Create(weight[1]);
            s1A = MultiplyAdd(w1, first, s1A);
            s1B = MultiplyAdd(w1, second, s1B);
            s1C = MultiplyAdd(w1, third, s1C);
            var w2 = Vector512.Create(weight[2]);
            s2A = MultiplyAdd(w2, first, s2A);
            s2B = MultiplyAdd(w2, second, s2B);
            s2C = MultiplyAdd(w2, third, s2C);
            var w3 = Vector512.Create(weight[3]);
            s3A = MultiplyAdd(w3, first, s3A);
            s3B = MultiplyAdd(w3, second, s3B);
            s3C = MultiplyAdd(w3, third, s3C);
            var w4 = Vector512.Create(weight[4]);
            s4A = MultiplyAdd(w4, first, s4A);
            s4B = MultiplyAdd(w4, second, s4B);
            s4C = MultiplyAdd(w4, third, s4C);
            var w5 = Vector512.Create(weight[5]);
            s5A = MultiplyAdd(w5, first, s5A);
            s5B = MultiplyAdd(w5, second, s5B);
            s5C = MultiplyAdd(w5, third, s5C);
            var w6 = Vector512.Create(weight[6]);
            s6A = MultiplyAdd(w6, first, s6A);
            s6B = MultiplyAdd(w6, second, s6B);
            s6C = MultiplyAdd(w6, third, s6C);
            var w7 = Vector512.Create(weight[7]);
            s7A = MultiplyAdd(w7, first, s7A);
            s7B = MultiplyAdd(w7, second, s7B);
            s7C = MultiplyAdd(w7, third, s7C);
        }

        Store(s0A, s0B, s0C, output);
        Store(s1A, s1B, s1C, output + stride);
        Store(s2A, s2B, s2C, output + 2 * stride);
        Store(s3A, s3B, s3C, output + 3 * stride);
        Store(s4A, s4B, s4C, output + 4 * stride);
        Store(s5A, s5B, s5C, output + 5 * stride);
        Store(s6A, s6B, s6C, output + 6 * stride);
        Store(s7A, s7B, s7C, output + 7 * stride);
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
    private static void Store<T>(Vector512<T> first, Vector512<T> second, Vector512<T> third, T* target)
        where T : unmanaged
    {
        first.Store(target);
        second.Store(target + Vector512<T>.Count);
        third.Store(target + 2 * Vector512<T>.Count);
    }

    /// <summary>Stores two vectors one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector512<T> left, Vector512<T> right, T* target)
        where T : unmanaged
    {
        left.Store(target);
        right.Store(target + Vector512<T>.Count);
    }
}
