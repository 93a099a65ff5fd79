using System;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace NeuronDsl.Distributed;

/// <summary>
/// The sum of a vector over all ranks, in the order of their numbers: the same bits on every rank and in every run. Each rank sums a part and gives it to all;
/// memory is kept between sums.
/// </summary>
/// <typeparam name="T">What is added up.</typeparam>
public sealed class AllReduce<T>
    where T : unmanaged, INumber<T>
{
    private readonly Communicator _communicator;
    private readonly int[] _starts;
    private readonly T[] _outgoing, _incoming;
    private readonly int _length, _part;

    /// <summary>Sums of vectors of one length.</summary>
    /// <param name="communicator">The ranks.</param>
    /// <param name="length">The vectors' length: the same on every rank.</param>
    public AllReduce(Communicator communicator, int length)
    {
        ArgumentNullException.ThrowIfNull(communicator);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        (_communicator, _length) = (communicator, length);
        _part = (length + communicator.Size - 1) / communicator.Size;
        _starts = new int[communicator.Size + 1];
        _outgoing = new T[_part * communicator.Size];
        _incoming = communicator.Size == 1 ? [] : new T[_outgoing.Length];
    }

    /// <summary>What this rank adds, [length]: to be written before each sum.</summary>
    public Span<T> Terms => _outgoing.AsSpan(0, _length);

    /// <summary>Adds up the terms of all ranks.</summary>
    /// <returns>The sum, [length]: valid until the communicator is next used.</returns>
    public ReadOnlySpan<T> Sum()
    {
        if (_communicator.Size == 1) return Terms;
        _communicator.AllToAll(MemoryMarshal.AsBytes(_outgoing.AsSpan()), MemoryMarshal.AsBytes(_incoming.AsSpan()));
        Span<T> sum = _incoming.AsSpan(0, _part);
        for (int rank = 1; rank < _communicator.Size; rank++) TensorPrimitives.Add(sum, _incoming.AsSpan(rank * _part, _part), sum);
        return MemoryMarshal.Cast<byte, T>(_communicator.AllGather(MemoryMarshal.AsBytes(sum), _starts))[.._length];
    }
}
