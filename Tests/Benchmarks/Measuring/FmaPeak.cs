using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuronDsl.Benchmarks.Measuring;

/// <summary>The rate of fused multiply-adds that one core reaches, the ceiling that shares of the peak refer to.</summary>
internal static class FmaPeak
{
    private const int Rounds = 2_000_000, Chains = 12;

    /// <summary>Operations a second in single precision, an FMA counting two; the best of several runs.</summary>
    public static double Single { get; } = Best(MeasureSingle, Vector512<float>.Count);

    /// <summary>Operations a second in double precision.</summary>
    public static double Double { get; } = Best(MeasureDouble, Vector512<double>.Count);

    private static double Best(Func<double> run, int lanes)
    {
        double seconds = double.PositiveInfinity;
        for (int k = 0; k < 9; k++)
        {
            double start = CpuClock.Seconds;
            if (double.IsNaN(run())) throw new InvalidOperationException("The chains of fused multiply-adds lost their values.");
            seconds = Math.Min(seconds, CpuClock.Seconds - start);
        }

        return 2.0 * Rounds * Chains * lanes / seconds;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double MeasureSingle()
    {
        Vector512<float> x = Vector512.Create(0.999f), y = Vector512.Create(0.001f);
        Vector512<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int round = 0; round < Rounds; round++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, y);
            b = Vector512.FusedMultiplyAdd(b, x, y);
            c = Vector512.FusedMultiplyAdd(c, x, y);
            d = Vector512.FusedMultiplyAdd(d, x, y);
            e = Vector512.FusedMultiplyAdd(e, x, y);
            f = Vector512.FusedMultiplyAdd(f, x, y);
            g = Vector512.FusedMultiplyAdd(g, x, y);
            h = Vector512.FusedMultiplyAdd(h, x, y);
            i = Vector512.FusedMultiplyAdd(i, x, y);
            j = Vector512.FusedMultiplyAdd(j, x, y);
            k = Vector512.FusedMultiplyAdd(k, x, y);
            l = Vector512.FusedMultiplyAdd(l, x, y);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double MeasureDouble()
    {
        Vector512<double> x = Vector512.Create(0.999), y = Vector512.Create(0.001);
        Vector512<double> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int round = 0; round < Rounds; round++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, y);
            b = Vector512.FusedMultiplyAdd(b, x, y);
            c = Vector512.FusedMultiplyAdd(c, x, y);
            d = Vector512.FusedMultiplyAdd(d, x, y);
            e = Vector512.FusedMultiplyAdd(e, x, y);
            f = Vector512.FusedMultiplyAdd(f, x, y);
            g = Vector512.FusedMultiplyAdd(g, x, y);
            h = Vector512.FusedMultiplyAdd(h, x, y);
            i = Vector512.FusedMultiplyAdd(i, x, y);
            j = Vector512.FusedMultiplyAdd(j, x, y);
            k = Vector512.FusedMultiplyAdd(k, x, y);
            l = Vector512.FusedMultiplyAdd(l, x, y);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
