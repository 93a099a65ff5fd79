using System;
using System.IO;
using System.Numerics;
using System.Runtime.InteropServices;

namespace NeuronDsl.Simulation;

/// <summary>The spikes of a population's last steps: those still on their way. A ring of lists, one a step, in ascending order of neurons.</summary>
internal sealed class SpikeHistory
{
    private int[][] _lists = [[], []];
    private int[] _counts = [0, 0];

    /// <summary>How many steps it holds, a power of two.</summary>
    public int Depth => _lists.Length;

    /// <summary>The spikes of a step: one of the last <see cref="Depth"/>, or an earlier one if it was before the first.</summary>
    public ReadOnlySpan<int> this[long step] => step < 0 ? default : _lists[step & (Depth - 1)].AsSpan(0, _counts[step & (Depth - 1)]);

    /// <summary>Makes room for that many steps, of which <paramref name="next"/> is the next to come.</summary>
    public void EnsureDepth(int steps, long next)
    {
        if (steps <= Depth) return;
        int depth = (int)BitOperations.RoundUpToPowerOf2((uint)steps);
        int[][] lists = new int[depth][];
        int[] counts = new int[depth];
        Array.Fill(lists, []);
        for (long step = Math.Max(0, next - Depth); step < next; step++)
        {
            lists[step & (depth - 1)] = _lists[step & (Depth - 1)];
            counts[step & (depth - 1)] = _counts[step & (Depth - 1)];
        }

        (_lists, _counts) = (lists, counts);
    }

    /// <summary>Turns the mask of a step's spikes into its list.</summary>
    public ReadOnlySpan<int> Add(long step, ReadOnlySpan<ulong> mask)
    {
        int count = 0;
        foreach (ulong word in mask) count += BitOperations.PopCount(word);
        Span<int> list = Reserve(step, count);
        int next = 0;
        for (int word = 0; word < mask.Length; word++)
        {
            for (ulong bits = mask[word]; bits != 0; bits &= bits - 1) list[next++] = (word * 64) + BitOperations.TrailingZeroCount(bits);
        }

        return list;
    }

    /// <summary>Replaces the spikes of a step.</summary>
    /// <returns>The list, to be written.</returns>
    public Span<int> Replace(long step, int count) => Reserve(step, count);

    public void Save(BinaryWriter writer, long next)
    {
        writer.Write(Depth);
        for (long step = Math.Max(0, next - Depth); step < next; step++)
        {
            writer.Write(this[step].Length);
            writer.Write(MemoryMarshal.AsBytes(this[step]));
        }
    }

    public void Restore(BinaryReader reader, long next, bool apply)
    {
        int depth = reader.ReadInt32();
        if (depth != Depth) throw new InvalidDataException($"holds the spikes of {depth} steps, but this network needs those of {Depth}");
        for (long step = Math.Max(0, next - depth); step < next; step++)
        {
            int[] list = new int[reader.ReadInt32()];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(list.AsSpan()));
            if (apply) list.CopyTo(Reserve(step, list.Length));
        }
    }

    private Span<int> Reserve(long step, int count)
    {
        int slot = (int)(step & (Depth - 1));
        if (_lists[slot].Length < count) _lists[slot] = new int[BitOperations.RoundUpToPowerOf2((uint)count)];
        _counts[slot] = count;
        return _lists[slot].AsSpan(0, count);
    }
}
