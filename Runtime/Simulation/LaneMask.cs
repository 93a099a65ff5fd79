using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuronDsl.Simulation;

/// <summary>Turns bits into lanes: all bits of lane i are set where bit i is. Emitted code's own.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LaneMask
{
    /// <summary>16 lanes from the low 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Vector512Single(ulong bits)
    {
        Vector512<int> lane = Vector512.Create(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
        return Vector512.Equals(Vector512.Create((int)bits) & lane, lane).AsSingle();
    }

    /// <summary>8 lanes from the low 8 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Vector512Double(ulong bits)
    {
        Vector512<long> lane = Vector512.Create(1L, 2, 4, 8, 16, 32, 64, 128);
        return Vector512.Equals(Vector512.Create((long)bits) & lane, lane).AsDouble();
    }

    /// <summary>8 lanes from the low 8 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Vector256Single(ulong bits)
    {
        Vector256<int> lane = Vector256.Create(1, 2, 4, 8, 16, 32, 64, 128);
        return Vector256.Equals(Vector256.Create((int)bits) & lane, lane).AsSingle();
    }

    /// <summary>4 lanes from the low 4 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Vector256Double(ulong bits)
    {
        Vector256<long> lane = Vector256.Create(1L, 2, 4, 8);
        return Vector256.Equals(Vector256.Create((long)bits) & lane, lane).AsDouble();
    }

    /// <summary>4 lanes from the low 4 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Vector128Single(ulong bits)
    {
        Vector128<int> lane = Vector128.Create(1, 2, 4, 8);
        return Vector128.Equals(Vector128.Create((int)bits) & lane, lane).AsSingle();
    }

    /// <summary>2 lanes from the low 2 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Vector128Double(ulong bits)
    {
        Vector128<long> lane = Vector128.Create(1L, 2);
        return Vector128.Equals(Vector128.Create((long)bits) & lane, lane).AsDouble();
    }

    /// <summary>Puts the bits of a few lanes among the 16 of a mask, from the lowest on: the first clear what was there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Insert(ref ushort mask, ulong bits, nuint lane) => mask = (ushort)((lane == 0 ? 0UL : mask) | (bits << (int)lane));
}
