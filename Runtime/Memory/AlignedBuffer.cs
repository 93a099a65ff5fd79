using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace NeuronDsl.Memory;

/// <summary>
/// Native memory for vector code: zeroed, on a 64-byte boundary (one cache line, one 512-bit vector), out of the garbage collector's way.
/// Spans and pointers into it are valid for as long as the buffer itself is reachable and not disposed.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
public sealed unsafe class AlignedBuffer<T> : IDisposable
    where T : unmanaged
{
    /// <summary>Every buffer starts on a multiple of this many bytes.</summary>
    public const int Alignment = 64;

    private T* _pointer;
    private readonly long _bytes;

    /// <summary>Allocates a zeroed buffer.</summary>
    /// <param name="length">Elements; 0 is allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    /// <exception cref="OutOfMemoryException">The system gives no such block.</exception>
    public AlignedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        _bytes = Math.Max(RoundUp((long)length * sizeof(T)), Alignment);
        _pointer = (T*)NativeMemory.AlignedAlloc((nuint)_bytes, Alignment);
        NativeMemory.Clear(_pointer, (nuint)_bytes);
        GC.AddMemoryPressure(_bytes);
    }

    /// <summary>Releases a buffer that was not disposed.</summary>
    ~AlignedBuffer() => Release();

    /// <summary>Elements.</summary>
    public int Length { get; }

    /// <summary>The first element.</summary>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    public T* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(_pointer is null, this);
            return _pointer;
        }
    }

    /// <summary>The elements, [Length].</summary>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    public Span<T> Span => new(Pointer, Length);

    /// <summary>Replaces a buffer that is too short by a longer one of zeros; one that is long enough stays as it is.</summary>
    /// <returns>The buffer.</returns>
    /// <exception cref="OverflowException"><paramref name="length"/> is beyond what a buffer holds.</exception>
    internal static AlignedBuffer<T> Grow([NotNull] ref AlignedBuffer<T>? buffer, long length)
    {
        if (buffer is null || buffer.Length < length)
        {
            buffer?.Dispose();
            buffer = new AlignedBuffer<T>(checked((int)length));
        }

        return buffer;
    }

    /// <summary>Sets every element to zero.</summary>
    public void Clear() => Span.Clear();

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private static long RoundUp(long bytes) => (bytes + Alignment - 1) & -Alignment;

    private void Release()
    {
        if (_pointer is null) return;
        NativeMemory.AlignedFree(_pointer);
        _pointer = null;
        GC.RemoveMemoryPressure(_bytes);
    }
}
