using System;

namespace NeuronDsl.LinearAlgebra;

/// <summary>
/// A matrix in someone else's memory: element (i, j) is at <c>Data[i * RowStride + j * ColumnStride]</c>. A transposed matrix is the same
/// memory with its strides exchanged. The caller keeps the memory alive.
/// </summary>
/// <param name="data">Element (0, 0).</param>
/// <param name="rows">Rows.</param>
/// <param name="columns">Columns.</param>
/// <param name="rowStride">Elements from one row to the next.</param>
/// <param name="columnStride">Elements from one column to the next.</param>
/// <typeparam name="T">float or double.</typeparam>
public readonly unsafe struct MatrixView<T>(T* data, int rows, int columns, int rowStride, int columnStride = 1)
    where T : unmanaged
{
    /// <summary>Element (0, 0).</summary>
    public T* Data { get; } = data;

    /// <summary>Rows.</summary>
    public int Rows { get; } = rows;

    /// <summary>Columns.</summary>
    public int Columns { get; } = columns;

    /// <summary>Elements from one row to the next.</summary>
    public int RowStride { get; } = rowStride;

    /// <summary>Elements from one column to the next.</summary>
    public int ColumnStride { get; } = columnStride;

    /// <summary>The transposed matrix, in the same memory.</summary>
    public MatrixView<T> Transposed => new(Data, Columns, Rows, ColumnStride, RowStride);

    /// <summary>The address of element (i, j).</summary>
    public T* At(int row, int column) => Data + (long)row * RowStride + (long)column * ColumnStride;

    /// <summary>The rows from <paramref name="start"/> on.</summary>
    public MatrixView<T> RowRange(int start, int count) => new(At(start, 0), count, Columns, RowStride, ColumnStride);

    /// <summary>The columns from <paramref name="start"/> on.</summary>
    public MatrixView<T> ColumnRange(int start, int count) => new(At(0, start), Rows, count, RowStride, ColumnStride);

    /// <summary>Its shape: <c>128x784</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Rows}x{Columns}");
}
