using System;
using System.Collections.Generic;
using System.IO;
using System.Numerics;
using System.Runtime.InteropServices;
using NeuronDsl.Data;

namespace NeuronDsl.Training;

/// <summary>
/// Named tensors in a checkpoint: bytes of an element (4), count (4), and for each its name, rank (4), lengths (4 each) and values without padding.
/// </summary>
/// <remarks>Read in two steps, so that a file that does not fit changes nothing.</remarks>
internal sealed class TensorTable<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly List<(string Name, Shape Shape, T[] Values)> _tensors = [];

    private TensorTable()
    {
    }

    /// <summary>Writes the tensors.</summary>
    public static unsafe void Write(BinaryWriter writer, IReadOnlyList<Parameter<T>> tensors)
    {
        writer.Write(sizeof(T));
        writer.Write(tensors.Count);
        foreach (var tensor in tensors)
        {
            writer.Write(tensor.Name);
            writer.Write(tensor.Shape.Rank);
            for (int i = 0; i < tensor.Shape.Rank; i++) writer.Write(tensor.Shape[i]);
            for (int row = 0; row < tensor.RowCount; row++) writer.Write(MemoryMarshal.AsBytes(tensor.Row(row)));
        }
    }

    /// <summary>Reads the tensors and checks them against those they are for.</summary>
    /// <exception cref="InvalidDataException">Another element type, another number of tensors, another name or shape.</exception>
    public static unsafe TensorTable<T> Read(BinaryReader reader, string path, string what, IReadOnlyList<Parameter<T>> targets)
    {
        int elementSize = reader.ReadInt32();
        if (elementSize != sizeof(T))
            throw new InvalidDataException($"{path}: its {what} are of {8 * elementSize} bits, but here they are of {8 * sizeof(T)}.");
        var table = new TensorTable<T>();
        for (int count = reader.ReadInt32(); count > 0; count--) table._tensors.Add(ReadTensor(reader));
        table.Check(path, what, targets);
        return table;
    }

    /// <summary>Copies the values into the tensors that they were checked against.</summary>
    public void CopyTo(IReadOnlyList<Parameter<T>> targets)
    {
        for (int i = 0; i < targets.Count; i++)
        {
            var target = targets[i];
            for (int row = 0; row < target.RowCount; row++)
                _tensors[i].Values.AsSpan(row * target.RowLength, target.RowLength).CopyTo(target.Row(row));
        }
    }

    private static (string Name, Shape Shape, T[] Values) ReadTensor(BinaryReader reader)
    {
        string name = reader.ReadString();
        int[] lengths = new int[reader.ReadInt32()];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = reader.ReadInt32();
        var shape = new Shape(lengths);
        var values = new T[shape.Size];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return (name, shape, values);
    }

    private void Check(string path, string what, IReadOnlyList<Parameter<T>> targets)
    {
        for (int i = 0; i < Math.Max(_tensors.Count, targets.Count); i++)
        {
            string found = i < _tensors.Count ? $"{_tensors[i].Name} [{_tensors[i].Shape}]" : "nothing";
            string expected = i < targets.Count ? targets[i].ToString() : "nothing";
            if (found != expected)
                throw new InvalidDataException($"{path}: does not fit; entry {i} of the {what} is {found}, but here it is {expected}.");
        }
    }
}
