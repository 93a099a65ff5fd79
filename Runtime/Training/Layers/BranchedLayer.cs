using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using NeuronDsl.Data;

namespace NeuronDsl.Training;

/// <summary>Layers side by side: all take the input, and all give the same shape.</summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract class BranchedLayer<T> : CompositeLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private bool _needsInputGradient = true;

    private protected BranchedLayer(IReadOnlyList<Layer<T>> branches)
        : base(branches)
    {
    }

    /// <inheritdoc/>
    public override Shape? DeclaredInput => Inner.Select(branch => branch.DeclaredInput).FirstOrDefault(shape => shape is not null);

    /// <inheritdoc/>
    public override bool NeedsInputGradient
    {
        get => _needsInputGradient;
        set
        {
            _needsInputGradient = value;
            for (int i = 0; i < Inner.Count; i++) Inner[i].NeedsInputGradient = value;
        }
    }

    /// <inheritdoc/>
    protected override Shape InferOutput(Shape input)
    {
        Shape[] shapes = [.. Inner.Select(branch => branch.Connect(input))];
        if (shapes.Any(shape => !shape.Equals(shapes[0])))
            throw new ShapeException(
                $"The branches of {Name} give different shapes: {string.Join(", ", Inner.Zip(shapes, (branch, shape) => $"{branch.Name} {shape}"))}.");
        return shapes[0];
    }
}
