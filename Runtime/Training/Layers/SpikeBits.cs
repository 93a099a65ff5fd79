namespace NeuronDsl.Training;

/// <summary>Runs of bits in a row of spike masks, wherever they start.</summary>
internal static unsafe class SpikeBits
{
    /// <summary>Some bits, the first lowest; no mask beyond them is read.</summary>
    /// <param name="masks">The row.</param>
    /// <param name="first">The first bit.</param>
    /// <param name="count">Bits, 1 to 64.</param>
    public static ulong Read(ushort* masks, int first, int count)
    {
        int mask = first / RowLayout.Group, shift = first % RowLayout.Group;
        ulong bits = (ulong)masks[mask] >> shift;
        for (int read = RowLayout.Group - shift; read < count; read += RowLayout.Group) bits |= (ulong)masks[++mask] << read;
        return bits & (ulong.MaxValue >> (64 - count));
    }

    /// <summary>Sets the bits that are set.</summary>
    /// <param name="masks">The row.</param>
    /// <param name="first">Where the lowest goes.</param>
    /// <param name="bits">The bits; no mask beyond the highest that is set is touched.</param>
    public static void Or(ushort* masks, int first, ulong bits)
    {
        int mask = first / RowLayout.Group, shift = first % RowLayout.Group;
        masks[mask++] |= (ushort)(bits << shift);
        bits >>= RowLayout.Group - shift;
        for (; bits != 0; bits >>= RowLayout.Group) masks[mask++] |= (ushort)bits;
    }
}
