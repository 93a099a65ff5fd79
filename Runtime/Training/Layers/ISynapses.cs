using System.Numerics;

namespace NeuronDsl.Training;

/// <summary>A layer whose outputs are weighted sums, and what it was given last.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface ISynapses<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The input of the last forward pass; null before the first.</summary>
    Signal<T>? Arriving { get; }

    /// <summary>Features out.</summary>
    int Outputs { get; }

    /// <summary>Outputs that an input reaches, on the mean.</summary>
    double FanOut { get; }
}
