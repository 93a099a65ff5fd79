namespace NeuronDsl.LinearAlgebra;

/// <summary>Images in someone else's memory, one a row, as numbers or as one bit an element. The caller keeps the memory alive.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly unsafe struct ImageBatch<T>
    where T : unmanaged
{
    /// <summary>Images of numbers, rows <paramref name="stride"/> elements apart.</summary>
    public ImageBatch(T* values, int stride, int count)
    {
        Values = values;
        (Stride, Count) = (stride, count);
    }

    /// <summary>Binary images, 16 elements a mask, rows <paramref name="maskStride"/> masks apart.</summary>
    public ImageBatch(ushort* masks, int maskStride, int count)
    {
        Masks = masks;
        (Stride, Count) = (maskStride, count);
    }

    /// <summary>The first element of the first image; null for binary images.</summary>
    public T* Values { get; }

    /// <summary>The first mask of the first image; null for images of numbers.</summary>
    public ushort* Masks { get; }

    /// <summary>Elements, or masks, from one image to the next.</summary>
    public int Stride { get; }

    /// <summary>Images.</summary>
    public int Count { get; }
}
