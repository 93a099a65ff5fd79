using System;

namespace NeuronDsl.Distributed;

/// <summary>A program that is its only rank.</summary>
internal sealed class SingleRank : Communicator
{
    private byte[] _gathered = [];

    public override int Rank => 0;

    public override int Size => 1;

    public override void Barrier()
    {
    }

    public override void Broadcast(Span<byte> data, int from = 0) => ArgumentOutOfRangeException.ThrowIfNotEqual(from, 0);

    public override ReadOnlySpan<byte> AllGather(ReadOnlySpan<byte> data, Span<int> starts)
    {
        if (_gathered.Length < data.Length) _gathered = new byte[data.Length];
        data.CopyTo(_gathered);
        (starts[0], starts[1]) = (0, data.Length);
        return _gathered.AsSpan(0, data.Length);
    }

    public override void AllToAll(ReadOnlySpan<byte> outgoing, Span<byte> incoming) => outgoing.CopyTo(incoming);

    public override void Abort() => Environment.Exit(1);
}
