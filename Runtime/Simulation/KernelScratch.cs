using System;
using System.Numerics;
using System.Runtime.InteropServices;
using NeuronDsl.Memory;

namespace NeuronDsl.Simulation;

/// <summary>Scratch memory of one thread for the parts of long steps: a thread runs one kernel at a time.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal static class KernelScratch<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [ThreadStatic]
    private static AlignedBuffer<T>? s_buffer;

    /// <summary>At least so many elements, valid until this thread asks again.</summary>
    public static ref T OfThisThread(int length)
    {
        AlignedBuffer<T>.Grow(ref s_buffer, length);
        return ref MemoryMarshal.GetReference(s_buffer.Span);
    }
}
