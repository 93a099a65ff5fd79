using System;
using System.Numerics;
using NeuronDsl.Memory;

namespace NeuronDsl.LinearAlgebra;

/// <summary>
/// Where the ones of a binary matrix are: the columns of each row, or the rows of each column, ascending. Its memory grows to the largest
/// capacity asked for and stays; activity differs from batch to batch, so ask for the most ones that are worth listing.
/// </summary>
internal sealed unsafe class SpikeIndex
{
    private AlignedBuffer<int> _offsets = new(0);
    private AlignedBuffer<int> _positions = new(0);

    /// <summary>Lists: rows or columns of the matrix.</summary>
    public int Lists { get; private set; }

    /// <summary>Where list i starts in <see cref="Positions"/>, and where the last one ends, [Lists + 1].</summary>
    public int* Offsets => _offsets.Pointer;

    /// <summary>The lists, one after the other.</summary>
    public int* Positions => _positions.Pointer;

    /// <summary>Lists the columns of each row.</summary>
    /// <param name="masks">[rows, maskStride], 16 columns a mask.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="maskStride">Masks of a row.</param>
    /// <param name="capacity">At least the ones of the matrix.</param>
    /// <exception cref="ArgumentException">There are more.</exception>
    public void ListByRow(ushort* masks, int rows, int maskStride, int capacity)
    {
        Resize(rows, capacity + 16 * maskStride);
        int* offsets = Offsets, position = Positions;
        for (int row = 0; row < rows; row++, masks += maskStride)
        {
            offsets[row] = (int)(position - Positions);
            if (offsets[row] > capacity) throw new ArgumentException($"The matrix has more than {capacity} ones.", nameof(capacity));
            int m = 0;
            for (; m <= maskStride - 4; m += 4)
            {
                for (ulong bits = *(ulong*)(masks + m); bits != 0; bits &= bits - 1)
                    *position++ = 16 * m + BitOperations.TrailingZeroCount(bits);
            }

            for (; m < maskStride; m++)
            {
                for (uint bits = masks[m]; bits != 0; bits &= bits - 1)
                    *position++ = 16 * m + BitOperations.TrailingZeroCount(bits);
            }
        }

        offsets[rows] = (int)(position - Positions);
    }

    /// <summary>Lists the rows of each column of a matrix that another index lists by row: a counting sort.</summary>
    public void ListByColumn(SpikeIndex byRow, int columns)
    {
        int ones = byRow.Offsets[byRow.Lists];
        Resize(columns, byRow._positions.Length);
        int* offsets = Offsets;
        new Span<int>(offsets, columns + 1).Clear();
        for (int i = 0; i < ones; i++) offsets[byRow.Positions[i]]++;

        // From counts to ends; filling from the back turns the ends into starts.
        for (int column = 1; column <= columns; column++) offsets[column] += offsets[column - 1];
        for (int row = byRow.Lists - 1; row >= 0; row--)
        {
            for (int i = byRow.Offsets[row + 1] - 1; i >= byRow.Offsets[row]; i--)
                Positions[--offsets[byRow.Positions[i]]] = row;
        }
    }

    private void Resize(int lists, int capacity)
    {
        Lists = lists;
        AlignedBuffer<int>.Grow(ref _offsets, lists + 1);
        AlignedBuffer<int>.Grow(ref _positions, capacity);
    }
}
