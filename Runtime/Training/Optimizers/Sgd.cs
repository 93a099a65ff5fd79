using System;
using System.Collections.Generic;
using System.Numerics;
using System.Numerics.Tensors;

namespace NeuronDsl.Training;

/// <summary>
/// Stochastic gradient descent with momentum as deep learning writes it (Sutskever et al., ICML 2013, without their Nesterov term, and the rate
/// outside the velocity):
/// u = momentum u + g; w -= rate u.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public class Sgd<T> : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T _momentum;
    private readonly IReadOnlyList<Parameter<T>> _velocities;

    /// <summary>Gradient descent.</summary>
    /// <param name="parameters">What it changes.</param>
    /// <param name="learningRate">The step size.</param>
    /// <param name="momentum">The share of the last velocity that stays, in [0, 1).</param>
    public Sgd(IReadOnlyList<Parameter<T>> parameters, double learningRate, double momentum = 0)
        : base(parameters, learningRate)
    {
        if (momentum is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(momentum), momentum, "A momentum is at least 0 and below 1.");
        _momentum = T.CreateTruncating(momentum);
        _velocities = momentum > 0 ? Remember("velocity") : [];
    }

    /// <inheritdoc/>
    public override string Name => "Sgd";

    /// <inheritdoc/>
    protected override void Update(int index, Parameter<T> parameter)
    {
        ReadOnlySpan<T> direction = parameter.Gradient;
        if (_velocities.Count > 0)
        {
            var velocity = _velocities[index].Values;
            TensorPrimitives.MultiplyAdd(velocity, _momentum, direction, velocity);
            direction = velocity;
        }

        TensorPrimitives.MultiplyAdd(direction, T.CreateTruncating(-Rate), parameter.Values, parameter.Values);
    }
}
