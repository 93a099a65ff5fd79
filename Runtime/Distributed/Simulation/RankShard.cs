using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using NeuronDsl.Simulation;

namespace NeuronDsl.Distributed;

/// <summary>
/// A rank's share of a network. What it tells the others: for each population and step a count (4 bytes), then the neurons, 2 bytes each where the
/// population has at most 65,536, else 4.
/// </summary>
internal sealed class RankShard(Communicator communicator) : NetworkShard(communicator.Rank, communicator.Size)
{
    private readonly int[] _starts = new int[communicator.Size + 1];
    private byte[] _message = [];

    public override long Sum(long value) => communicator.Sum(value);

    protected override long Min(long value) => communicator.Min(value);

    protected override void Exchange(IReadOnlyList<PopulationNode> populations, long first, long end)
    {
        if (communicator.Size == 1) return;
        ReadOnlySpan<byte> all = communicator.AllGather(Pack(populations, first, end), _starts);

        // Ranks hold ascending ranges of neurons: their lists, one after the other, are in order.
        int steps = (int)(end - first);
        int[] places = new int[communicator.Size];
        for (int rank = 0; rank < places.Length; rank++) places[rank] = _starts[rank] + (populations.Count * steps * sizeof(int));
        for (int p = 0; p < populations.Count; p++)
        {
            int width = WidthOf(populations[p]);
            for (int step = 0; step < steps; step++)
            {
                int total = 0;
                for (int rank = 0; rank < places.Length; rank++) total += Count(all, rank, (p * steps) + step);
                Span<int> list = populations[p].Spikes.Replace(first + step, total);
                int at = 0;
                for (int rank = 0; rank < places.Length; rank++)
                {
                    int count = Count(all, rank, (p * steps) + step);
                    Unpack(all.Slice(places[rank], count * width), width, list.Slice(at, count));
                    places[rank] += count * width;
                    at += count;
                }
            }
        }
    }

    private static int WidthOf(PopulationNode population) => population.Count <= 65_536 ? sizeof(ushort) : sizeof(int);

    private static void Unpack(ReadOnlySpan<byte> packed, int width, Span<int> list)
    {
        if (width == sizeof(int))
        {
            packed.CopyTo(MemoryMarshal.AsBytes(list));
            return;
        }

        ReadOnlySpan<ushort> neurons = MemoryMarshal.Cast<byte, ushort>(packed);
        for (int i = 0; i < list.Length; i++) list[i] = neurons[i];
    }

    private int Count(ReadOnlySpan<byte> all, int rank, int index) => BitConverter.ToInt32(all[(_starts[rank] + (index * sizeof(int)))..]);

    private ReadOnlySpan<byte> Pack(IReadOnlyList<PopulationNode> populations, long first, long end)
    {
        int steps = (int)(end - first), length = populations.Count * steps * sizeof(int);
        foreach (PopulationNode population in populations)
        {
            for (long step = first; step < end; step++) length += population.Spikes[step].Length * WidthOf(population);
        }

        if (_message.Length < length) _message = new byte[2 * length];
        Span<int> counts = MemoryMarshal.Cast<byte, int>(_message.AsSpan());
        int at = populations.Count * steps * sizeof(int);
        for (int p = 0; p < populations.Count; p++)
        {
            int width = WidthOf(populations[p]);
            for (int step = 0; step < steps; step++)
            {
                ReadOnlySpan<int> spikes = populations[p].Spikes[first + step];
                counts[(p * steps) + step] = spikes.Length;
                Span<byte> packed = _message.AsSpan(at, spikes.Length * width);
                if (width == sizeof(int)) MemoryMarshal.AsBytes(spikes).CopyTo(packed);
                else for (int i = 0; i < spikes.Length; i++) BitConverter.TryWriteBytes(packed[(i * width)..], (ushort)spikes[i]);
                at += packed.Length;
            }
        }

        return _message.AsSpan(0, length);
    }
}
