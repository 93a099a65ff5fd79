using System;
using System.Numerics;
using NeuronDsl.Data;
using NeuronDsl.Memory;

namespace NeuronDsl.Training;

/// <summary>
/// A tensor that a network keeps between batches, and its gradient. Its rows (the last dimension) are padded as <see cref="RowLayout"/> says, in
/// both the same, so that optimisers run over whole vectors; the padding is zero and stays zero. A single number is of shape 1.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Parameter<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> _values;
    private readonly AlignedBuffer<T>? _gradient;

    /// <summary>A parameter of zeros.</summary>
    /// <param name="name">Its name within the layer, e.g. <c>weight</c>.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="isLearnable">False for what is saved with the network, but not learnt by gradient: running statistics.</param>
    public Parameter(string name, Shape shape, bool isLearnable = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        (Name, Shape, IsLearnable) = (name, shape, isLearnable);
        RowLength = shape[shape.Rank - 1];
        RowCount = shape.Size / RowLength;
        Stride = RowLayout.Stride(RowLength);
        _values = new AlignedBuffer<T>(checked(RowCount * Stride));
        _gradient = isLearnable ? new AlignedBuffer<T>(_values.Length) : null;
    }

    /// <summary>Its name, within the network once the layer is part of one: <c>0.weight</c>.</summary>
    public string Name { get; private set; }

    /// <summary>Its shape, without padding.</summary>
    public Shape Shape { get; }

    /// <summary>Whether optimisers change it; if not, it has no gradient.</summary>
    public bool IsLearnable { get; }

    /// <summary>Rows: the product of all lengths but the last.</summary>
    public int RowCount { get; }

    /// <summary>Elements of a row, without padding.</summary>
    public int RowLength { get; }

    /// <summary>Elements from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>The values, [RowCount, Stride].</summary>
    public Span<T> Values => _values.Span;

    /// <summary>
    /// The gradient of the last <see cref="Layer{T}.Backward"/>, [RowCount, Stride], which overwrites it; empty if the parameter is not learnable.
    /// </summary>
    public Span<T> Gradient => _gradient is null ? default : _gradient.Span;

    /// <summary>The first of the <see cref="Values"/>.</summary>
    public unsafe T* ValuePointer => _values.Pointer;

    /// <summary>The first of the <see cref="Gradient"/>; null if the parameter is not learnable.</summary>
    public unsafe T* GradientPointer => _gradient is null ? null : _gradient.Pointer;

    /// <summary>The values of one row, [RowLength].</summary>
    public Span<T> Row(int row) => Values.Slice(row * Stride, RowLength);

    /// <summary>The gradient of one row, [RowLength].</summary>
    public Span<T> GradientRow(int row) => Gradient.Slice(row * Stride, RowLength);

    /// <summary>Releases the memory.</summary>
    public void Dispose()
    {
        _values.Dispose();
        _gradient?.Dispose();
    }

    /// <summary>Name and shape: <c>0.weight [784x512]</c>.</summary>
    public override string ToString() => $"{Name} [{Shape}]";

    internal void Qualify(string prefix) => Name = $"{prefix}.{Name}";
}
