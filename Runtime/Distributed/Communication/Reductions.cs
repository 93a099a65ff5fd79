using System;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace NeuronDsl.Distributed;

/// <summary>Sums over ranks, in the order of their numbers: the same bits on every rank and in every run.</summary>
public static class Reductions
{
    /// <summary>Adds up a vector over all ranks: each rank sums a part of it and gives it to all.</summary>
    /// <param name="communicator">The ranks.</param>
    /// <param name="values">Of the same length everywhere; becomes the sum.</param>
    /// <param name="workspace">Memory that is kept between calls.</param>
    public static void Sum<T>(this Communicator communicator, Span<T> values, ref T[] workspace)
        where T : unmanaged, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(communicator);
        int size = communicator.Size;
        if (size == 1) return;
        int part = (values.Length + size - 1) / size;
        if (workspace.Length < 2 * part * size) workspace = new T[2 * part * size];
        Span<T> outgoing = workspace.AsSpan(0, part * size), incoming = workspace.AsSpan(part * size, part * size);
        values.CopyTo(outgoing);
        outgoing[values.Length..].Clear();
        communicator.AllToAll(MemoryMarshal.AsBytes(outgoing), MemoryMarshal.AsBytes(incoming));
        Span<T> sum = incoming[..part];
        for (int rank = 1; rank < size; rank++) TensorPrimitives.Add(sum, incoming.Slice(rank * part, part), sum);
        Span<int> starts = size < 256 ? stackalloc int[size + 1] : new int[size + 1];
        ReadOnlySpan<T> sums = MemoryMarshal.Cast<byte, T>(communicator.AllGather(MemoryMarshal.AsBytes(sum), starts));
        sums[..values.Length].CopyTo(values);
    }

    /// <summary>Adds up a number over all ranks.</summary>
    public static long Sum(this Communicator communicator, long value)
    {
        ArgumentNullException.ThrowIfNull(communicator);
        long sum = 0;
        foreach (long each in communicator.Gather(value)) sum += each;
        return sum;
    }

    /// <summary>The smallest of the ranks' numbers.</summary>
    public static long Min(this Communicator communicator, long value)
    {
        ArgumentNullException.ThrowIfNull(communicator);
        foreach (long each in communicator.Gather(value)) value = Math.Min(value, each);
        return value;
    }

    /// <summary>Gives all ranks the number of each, [ranks].</summary>
    public static T[] Gather<T>(this Communicator communicator, T value)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(communicator);
        return MemoryMarshal.Cast<byte, T>(communicator.AllGather(MemoryMarshal.AsBytes(new Span<T>(ref value)), new int[communicator.Size + 1])).ToArray();
    }
}
