using System.Numerics;

namespace NeuronDsl.Training;

/// <summary>A block and a short way past it, added: y = block(x) + x (He et al., CVPR 2016), or with a layer on the short way.</summary>
/// <typeparam name="T">float or double.</typeparam>
public class Residual<T> : Sum<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A residual block; what it gives must be of the shape that the short way gives.</summary>
    /// <param name="block">The long way, of one or more layers.</param>
    public Residual(params Layer<T>[] block)
        : this(new Identity<T>(), block)
    {
    }

    /// <summary>A residual block that changes the shape.</summary>
    /// <param name="shortcut">The short way: a convolution of the block's stride, say.</param>
    /// <param name="block">The long way, of one or more layers.</param>
    public Residual(Layer<T> shortcut, Layer<T>[] block)
        : base(block.Length == 1 ? block[0] : new Sequential<T>(block), shortcut)
    {
    }

    /// <inheritdoc/>
    public override string Name => "Residual";
}
