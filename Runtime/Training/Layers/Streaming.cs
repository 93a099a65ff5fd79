using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuronDsl.Training;

/// <summary>
/// Loads and stores of rows that are longer than the caches: asked for before they are needed, and written around the caches, so that a line is not
/// fetched to be overwritten. Addresses of stores are whole vectors'. Emitted code's own.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Streaming
{
    /// <summary>Asks for the cache line of an element; the address may lie beyond the memory there is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch<T>(ref T row, nuint index)
        where T : unmanaged
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref row, index)));
    }

    /// <summary>Stores 512 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector512<T> value, ref T row, nuint index)
        where T : unmanaged => value.StoreAlignedNonTemporal((T*)Unsafe.AsPointer(ref Unsafe.Add(ref row, index)));

    /// <summary>Stores 256 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector256<T> value, ref T row, nuint index)
        where T : unmanaged => value.StoreAlignedNonTemporal((T*)Unsafe.AsPointer(ref Unsafe.Add(ref row, index)));

    /// <summary>Stores 128 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector128<T> value, ref T row, nuint index)
        where T : unmanaged => value.StoreAlignedNonTemporal((T*)Unsafe.AsPointer(ref Unsafe.Add(ref row, index)));
}
