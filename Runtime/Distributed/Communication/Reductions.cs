using System;
using System.Runtime.InteropServices;

namespace NeuronDsl.Distributed;

/// <summary>Numbers of all ranks taken together.</summary>
public static class Reductions
{
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
