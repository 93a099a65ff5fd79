using System;
using System.Collections.Generic;
using System.Threading;
using NeuronDsl.Distributed;

namespace NeuronDsl.Tests.Distributed;

/// <summary>Ranks that are threads of the test.</summary>
internal sealed class ThreadRanks : Communicator
{
    private readonly Meeting _meeting;
    private byte[] _gathered = [];

    private ThreadRanks(Meeting meeting, int rank) => (_meeting, Rank) = (meeting, rank);

    public override int Rank { get; }

    public override int Size => _meeting.Data.Length;

    /// <summary>Runs a program on some ranks.</summary>
    /// <returns>What each gave.</returns>
    public static T[] Run<T>(int size, Func<Communicator, T> program)
    {
        Meeting meeting = new(size);
        T[] results = new T[size];
        List<Exception> failures = [];
        Thread[] threads = new Thread[size];
        for (int i = 0; i < size; i++)
        {
            int rank = i;
            threads[i] = new Thread(() =>
            {
                try
                {
                    results[rank] = program(new ThreadRanks(meeting, rank));
                }
                catch (Exception failure)
                {
                    lock (failures) failures.Add(failure);
                    meeting.Barrier.RemoveParticipant();
                }
            });
            threads[i].Start();
        }

        foreach (Thread thread in threads) thread.Join();
        return failures.Count == 0 ? results : throw new AggregateException(failures);
    }

    public override void Barrier() => _meeting.Barrier.SignalAndWait();

    public override void Broadcast(Span<byte> data, int from = 0)
    {
        if (Rank == from) _meeting.Data[from] = data.ToArray();
        Barrier();
        _meeting.Data[from].CopyTo(data);
        Barrier();
    }

    public override ReadOnlySpan<byte> AllGather(ReadOnlySpan<byte> data, Span<int> starts)
    {
        _meeting.Data[Rank] = data.ToArray();
        Barrier();
        List<byte> all = [];
        for (int rank = 0; rank < Size; rank++)
        {
            starts[rank] = all.Count;
            all.AddRange(_meeting.Data[rank]);
        }

        starts[Size] = all.Count;
        _gathered = [.. all];
        Barrier();
        return _gathered;
    }

    public override void AllToAll(ReadOnlySpan<byte> outgoing, Span<byte> incoming)
    {
        _meeting.Data[Rank] = outgoing.ToArray();
        Barrier();
        int part = outgoing.Length / Size;
        for (int rank = 0; rank < Size; rank++) _meeting.Data[rank].AsSpan(Rank * part, part).CopyTo(incoming[(rank * part)..]);
        Barrier();
    }

    public override void Abort() => throw new InvalidOperationException("aborted");

    private sealed class Meeting(int size)
    {
        public byte[][] Data { get; } = new byte[size][];

        public Barrier Barrier { get; } = new(size);
    }
}
