using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace NeuronDsl.Simulation;

/// <summary>
/// The inner loops of delivery, where a network spends its time: no bounds are checked, because the table checked its targets when it was built.
/// Unrolled eight times: neither the processor nor the compiler may assume that targets differ, but loads of indices run ahead.
/// </summary>
internal static unsafe class Scatter
{
    /// <summary>Counts one arrival at each target.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Count<TIndex>(TIndex* targets, int length, ushort* counts)
        where TIndex : unmanaged
    {
        TIndex* end = targets + length;
        for (; targets + 8 <= end; targets += 8)
        {
            counts[At(targets[0])]++;
            counts[At(targets[1])]++;
            counts[At(targets[2])]++;
            counts[At(targets[3])]++;
            counts[At(targets[4])]++;
            counts[At(targets[5])]++;
            counts[At(targets[6])]++;
            counts[At(targets[7])]++;
        }

        for (; targets < end; targets++) counts[At(*targets)]++;
    }

    /// <summary>Adds a weight for each target.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<TIndex, T>(TIndex* targets, T* weights, int length, T* row)
        where TIndex : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int i = 0;
        for (; i + 4 <= length; i += 4)
        {
            row[At(targets[i])] += weights[i];
            row[At(targets[i + 1])] += weights[i + 1];
            row[At(targets[i + 2])] += weights[i + 2];
            row[At(targets[i + 3])] += weights[i + 3];
        }

        for (; i < length; i++) row[At(targets[i])] += weights[i];
    }

    /// <summary>Adds one weight at each target.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<TIndex, T>(TIndex* targets, T weight, int length, T* row)
        where TIndex : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < length; i++) row[At(targets[i])] += weight;
    }

    /// <summary>Asks for the cache line at an address, which need not be one's own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(void* address)
    {
        if (Sse.IsSupported) Sse.Prefetch0(address);
    }

    /// <summary>Asks for the cache line at an address, but no nearer than the second-level cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrefetchSecondLevel(void* address)
    {
        if (Sse.IsSupported) Sse.Prefetch1(address);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint At<TIndex>(TIndex target)
        where TIndex : unmanaged => sizeof(TIndex) == sizeof(ushort) ? Unsafe.BitCast<TIndex, ushort>(target) : Unsafe.BitCast<TIndex, uint>(target);
}
