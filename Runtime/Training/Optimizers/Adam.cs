using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace NeuronDsl.Training;

/// <summary>
/// Adam (Kingma and Ba, ICLR 2015, algorithm 1), in one pass over the memory:
/// m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g g; w -= rate m / (1 - b1^t) / (sqrt(v / (1 - b2^t)) + epsilon).
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public class Adam<T> : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double _beta1, _beta2, _epsilon, _weightDecay;
    private readonly IReadOnlyList<Parameter<T>> _means, _squares;
    private Vector512<T> _rate, _squareScale;

    /// <summary>Adam with the paper's defaults.</summary>
    /// <param name="parameters">What it changes.</param>
    /// <param name="learningRate">The step size.</param>
    /// <param name="beta1">Decay of the mean of the gradient, in [0, 1).</param>
    /// <param name="beta2">Decay of the mean of its square, in [0, 1).</param>
    /// <param name="epsilon">Keeps the quotient finite.</param>
    public Adam(
        IReadOnlyList<Parameter<T>> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
        : this(parameters, learningRate, beta1, beta2, epsilon, weightDecay: 0)
    {
    }

    private protected Adam(IReadOnlyList<Parameter<T>> parameters, double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
        : base(parameters, learningRate)
    {
        if (!(weightDecay >= 0 && double.IsFinite(weightDecay)))
            throw new ArgumentOutOfRangeException(nameof(weightDecay), weightDecay, "A decay of weights is finite and at least 0.");
        _weightDecay = weightDecay;
        (_beta1, _beta2, _epsilon) = (Decay(beta1, nameof(beta1)), Decay(beta2, nameof(beta2)), epsilon);
        _means = Remember("mean");
        _squares = Remember("square");
    }

    /// <inheritdoc/>
    public override string Name => "Adam";

    /// <inheritdoc/>
    protected override void BeginStep()
    {
        _rate = Broadcast(Rate / (1 - Math.Pow(_beta1, StepCount)));
        _squareScale = Broadcast(1 / Math.Sqrt(1 - Math.Pow(_beta2, StepCount)));
    }

    /// <inheritdoc/>
    protected override unsafe void Update(int index, Parameter<T> parameter)
    {
        T* weight = parameter.ValuePointer, gradient = parameter.GradientPointer;
        T* mean = _means[index].ValuePointer, square = _squares[index].ValuePointer;
        var keep1 = Broadcast(_beta1);
        var take1 = Broadcast(1 - _beta1);
        var keep2 = Broadcast(_beta2);
        var take2 = Broadcast(1 - _beta2);
        var epsilon = Broadcast(_epsilon);
        var kept = Broadcast(1 - Rate * _weightDecay);
        var rate = _rate;
        var squareScale = _squareScale;
        int length = parameter.Values.Length;
        for (int i = 0; i < length; i += Vector512<T>.Count)
        {
            var g = Vector512.Load(gradient + i);
            var m = keep1 * Vector512.Load(mean + i) + take1 * g;
            var v = keep2 * Vector512.Load(square + i) + take2 * g * g;
            m.Store(mean + i);
            v.Store(square + i);
            (kept * Vector512.Load(weight + i) - rate * m / (Vector512.Sqrt(v) * squareScale + epsilon)).Store(weight + i);
        }
    }

    private static double Decay(double beta, string name) => beta is >= 0 and < 1
        ? beta
        : throw new ArgumentOutOfRangeException(name, beta, "A decay is at least 0 and below 1.");
}
