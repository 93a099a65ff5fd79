using System;

namespace NeuronDsl.Data;

/// <summary>
/// Mini-batches of a data set. The order of an epoch depends on the seed and the epoch's number alone, so an interrupted epoch can be taken up again.
/// </summary>
public sealed class Batches
{
    private readonly int[] _order;
    private readonly ulong _seed;
    private readonly bool _shuffle;

    /// <summary>Batches of a data set, at first in the order of epoch 0.</summary>
    /// <param name="data">The samples.</param>
    /// <param name="size">Samples of a batch.</param>
    /// <param name="seed">The same seed gives the same batches.</param>
    /// <param name="shuffle">Whether every epoch has an order of its own; else the data set's order.</param>
    /// <param name="dropLast">Whether a last batch that would be smaller is left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1 or above the number of samples.</exception>
    public Batches(Dataset data, int size, ulong seed = 0, bool shuffle = true, bool dropLast = false)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (size < 1 || size > data.Count)
            throw new ArgumentOutOfRangeException(
                nameof(size), size, $"{data.Name} has {data.Count} samples: a batch takes 1 to {data.Count} of them.");
        (Data, Size, _seed, _shuffle) = (data, size, seed, shuffle);
        Count = dropLast ? data.Count / size : (data.Count + size - 1) / size;
        _order = new int[data.Count];
        StartEpoch(0);
    }

    /// <summary>The samples.</summary>
    public Dataset Data { get; }

    /// <summary>Samples of a batch; of the last one perhaps fewer.</summary>
    public int Size { get; }

    /// <summary>Batches of an epoch.</summary>
    public int Count { get; }

    /// <summary>The samples of a batch of the current epoch, as indices into the data set.</summary>
    public ReadOnlySpan<int> this[int batch]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)batch, (uint)Count, nameof(batch));
            int start = batch * Size;
            return _order.AsSpan(start, Math.Min(Size, _order.Length - start));
        }
    }

    /// <summary>Takes up the order of an epoch.</summary>
    public void StartEpoch(int epoch)
    {
        for (int i = 0; i < _order.Length; i++) _order[i] = i;
        if (_shuffle) new RandomStream(_seed, (ulong)epoch).Shuffle(_order.AsSpan());
    }
}
