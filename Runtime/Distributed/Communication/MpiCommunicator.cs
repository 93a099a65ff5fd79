using System;
using System.Diagnostics;
using System.Numerics;
using static NeuronDsl.Distributed.MpiLibrary;

namespace NeuronDsl.Distributed;

/// <summary>The ranks that a launcher of MPI has started.</summary>
internal sealed unsafe class MpiCommunicator : Communicator
{
    // Short data travels with its length, in one collective; what is longer than this follows in a second. The bounds are of the library's eager messages.
    private const int LeastRoom = 64, MostRoom = 4096;

    private readonly int[] _counts;
    private byte[] _gathered = [], _outgoing = [];
    private int _room = LeastRoom;
    private bool _left;

    public MpiCommunicator()
    {
        int provided, rank, size;
        Check(MPI_Init_thread(null, null, Serialized, &provided), nameof(MPI_Init_thread));
        if (provided < Serialized) throw new InvalidOperationException("This MPI is built without support for threads.");
        Check(MPI_Comm_rank(World, &rank), nameof(MPI_Comm_rank));
        Check(MPI_Comm_size(World, &size), nameof(MPI_Comm_size));
        (Rank, Size, _counts) = (rank, size, new int[size]);
    }

    public override int Rank { get; }

    public override int Size { get; }

    public override void Barrier()
    {
        long start = Stopwatch.GetTimestamp();
        Check(MPI_Barrier(World), nameof(MPI_Barrier));
        Count(start, 0, 0);
    }

    public override void Broadcast(Span<byte> data, int from = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)from, (uint)Size, nameof(from));
        long start = Stopwatch.GetTimestamp();
        fixed (byte* buffer = data) Check(MPI_Bcast(buffer, data.Length, MpiLibrary.Byte, from, World), nameof(MPI_Bcast));
        Count(start, Rank == from ? data.Length : 0, Rank == from ? Size - 1 : 0);
    }

    public override ReadOnlySpan<byte> AllGather(ReadOnlySpan<byte> data, Span<int> starts)
    {
        long start = Stopwatch.GetTimestamp();
        int length = data.Length, slot = sizeof(int) + _room, total = 0, longest = 0;
        if (_outgoing.Length < slot) _outgoing = new byte[slot];
        if (_gathered.Length < slot * Size) _gathered = new byte[slot * Size];
        BitConverter.TryWriteBytes(_outgoing, length);
        if (length <= _room) data.CopyTo(_outgoing.AsSpan(sizeof(int)));
        fixed (byte* send = _outgoing, receive = _gathered)
            Check(MPI_Allgather(send, slot, MpiLibrary.Byte, receive, slot, MpiLibrary.Byte, World), nameof(MPI_Allgather));
        for (int rank = 0; rank < Size; rank++)
        {
            _counts[rank] = BitConverter.ToInt32(_gathered, rank * slot);
            starts[rank] = total;
            total = checked(total + _counts[rank]);
            longest = Math.Max(longest, _counts[rank]);
        }

        starts[Size] = total;
        if (longest <= _room)
        {
            // One after the other: a rank's data never moves past that of the next.
            for (int rank = 0; rank < Size; rank++) _gathered.AsSpan((rank * slot) + sizeof(int), _counts[rank]).CopyTo(_gathered.AsSpan(starts[rank]));
            Count(start, slot, Size - 1);
        }
        else
        {
            if (_gathered.Length < total) _gathered = new byte[Math.Max(total, 2 * _gathered.Length)];
            fixed (byte* send = data, receive = _gathered)
            fixed (int* counts = _counts, places = starts)
                Check(MPI_Allgatherv(send, length, MpiLibrary.Byte, receive, counts, places, MpiLibrary.Byte, World), nameof(MPI_Allgatherv));
            Count(start, slot + length, 2 * (Size - 1), Size - 1);
        }

        // Known to all ranks, so that all agree on the room next time. It grows at once and shrinks slowly: lengths vary from call to call.
        if (longest <= MostRoom) _room = Math.Max((int)BitOperations.RoundUpToPowerOf2((uint)longest), Math.Max(LeastRoom, longest < _room / 4 ? _room / 2 : _room));
        return _gathered.AsSpan(0, total);
    }

    public override void AllToAll(ReadOnlySpan<byte> outgoing, Span<byte> incoming)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(outgoing.Length % Size, 0, nameof(outgoing));
        ArgumentOutOfRangeException.ThrowIfNotEqual(incoming.Length, outgoing.Length, nameof(incoming));
        long start = Stopwatch.GetTimestamp();
        int part = outgoing.Length / Size;
        fixed (byte* send = outgoing, receive = incoming)
            Check(MPI_Alltoall(send, part, MpiLibrary.Byte, receive, part, MpiLibrary.Byte, World), nameof(MPI_Alltoall));
        Count(start, part, Size - 1);
    }

    public override void Abort()
    {
        Console.Error.Flush();
        MPI_Abort(World, 1);
        Environment.Exit(1);
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing || _left) return;
        _left = true;
        Check(MPI_Finalize(), nameof(MPI_Finalize));
    }

    // What goes to each of the others, whatever way the library takes it there.
    private void Count(long start, long bytes, int messages, int receivers = 0)
    {
        Waited += Stopwatch.GetElapsedTime(start);
        BytesSent += bytes * (receivers == 0 ? messages : receivers);
        MessagesSent += messages;
    }
}
