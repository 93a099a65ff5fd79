using System.Runtime.Intrinsics;

namespace NeuronDsl.LinearAlgebra;

/// <summary>Copies of rows so short that a call of the library costs more than the copy.</summary>
internal static unsafe class PixelRow
{
    /// <summary>Copies a row; nothing beyond it is read or written.</summary>
    public static void Copy<T>(T* from, T* to, int length)
        where T : unmanaged
    {
        int i = 0;
        for (; i <= length - Vector512<T>.Count; i += Vector512<T>.Count) Vector512.Load(from + i).Store(to + i);
        for (; i <= length - Vector128<T>.Count; i += Vector128<T>.Count) Vector128.Load(from + i).Store(to + i);
        for (; i < length; i++) to[i] = from[i];
    }
}
