using System.Numerics;
using NeuronDsl.Data;
using NeuronDsl.LinearAlgebra;
using NeuronDsl.Memory;

namespace NeuronDsl.Tests.LinearAlgebra;

/// <summary>A matrix of random numbers in memory of its own, its rows padded with NaN so that a read beyond them shows.</summary>
internal sealed class RandomMatrix<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> _memory;
    private readonly int _rows, _columns;

    public RandomMatrix(int rows, int columns, ulong seed, int padding = 0)
    {
        (_rows, _columns, Stride) = (rows, columns, columns + padding);
        _memory = new AlignedBuffer<T>(rows * Stride);
        _memory.Span.Fill(T.NaN);
        var random = new RandomStream(seed);
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) _memory.Span[i * Stride + j] = T.CreateChecked(random.NextDouble() - 0.5);
    }

    public int Stride { get; }

    public unsafe MatrixView<T> View => new(_memory.Pointer, _rows, _columns, Stride);

    public T[] Memory => _memory.Span.ToArray();

    public T this[int i, int j] => _memory.Span[i * Stride + j];
}
