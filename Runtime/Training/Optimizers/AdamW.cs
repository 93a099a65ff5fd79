using System.Collections.Generic;
using System.Numerics;

namespace NeuronDsl.Training;

/// <summary>
/// Adam with the weights' decay apart from the gradient (Loshchilov and Hutter, ICLR 2019, algorithm 2): before each of Adam's steps,
/// w -= rate decay w.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public class AdamW<T> : Adam<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>AdamW with the usual defaults.</summary>
    /// <param name="parameters">What it changes.</param>
    /// <param name="learningRate">The step size.</param>
    /// <param name="weightDecay">The share, times the rate, that every weight loses at a step; at least 0.</param>
    /// <param name="beta1">Decay of the mean of the gradient, in [0, 1).</param>
    /// <param name="beta2">Decay of the mean of its square, in [0, 1).</param>
    /// <param name="epsilon">Keeps the quotient finite.</param>
    public AdamW(
        IReadOnlyList<Parameter<T>> parameters, double learningRate = 1e-3, double weightDecay = 1e-2, double beta1 = 0.9, double beta2 = 0.999,
        double epsilon = 1e-8)
        : base(parameters, learningRate, beta1, beta2, epsilon, weightDecay)
    {
    }

    /// <inheritdoc/>
    public override string Name => "AdamW";
}
