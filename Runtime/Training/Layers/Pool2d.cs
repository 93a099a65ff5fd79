using System.Globalization;
using System.Numerics;
using NeuronDsl.Data;

namespace NeuronDsl.Training;

/// <summary>Makes one pixel of each square window of an image, channel by channel: channels x height x width in and out.</summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract class Pool2d<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private protected Pool2d(int kernel, int? stride)
    {
        (Kernel, Stride) = (kernel, stride ?? kernel);
        ImageWindows.Check(Kernel, Stride, padding: 0);
    }

    /// <summary>Pixels of a side of the window.</summary>
    public int Kernel { get; }

    /// <summary>Pixels from one window to the next.</summary>
    public int Stride { get; }

    /// <inheritdoc/>
    public override string? Note => string.Create(CultureInfo.InvariantCulture, $"{Kernel}x{Kernel}, stride {Stride}");

    /// <summary>The windows on the input.</summary>
    private protected ImageWindows Windows { get; private set; }

    /// <inheritdoc/>
    protected override Shape InferOutput(Shape input)
    {
        Windows = ImageWindows.On(Name, input, Kernel, Stride, padding: 0);
        return new Shape(input[0], Windows.OutHeight, Windows.OutWidth);
    }
}
