using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace NeuronDsl.Training;

/// <summary>Changes the learnable parameters of a network by their gradients. What it remembers is saved with a checkpoint.</summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract class Optimizer<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly List<Parameter<T>> _state = [];
    private double _learningRate, _rateFactor = 1;

    /// <summary>An optimiser for the learnable ones of some parameters.</summary>
    /// <exception cref="ArgumentException">The learning rate is not positive and finite.</exception>
    protected Optimizer(IReadOnlyList<Parameter<T>> parameters, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Parameters = [.. parameters.Where(parameter => parameter.IsLearnable)];
        LearningRate = learningRate;
    }

    /// <summary>The step size, before <see cref="RateFactor"/>.</summary>
    /// <exception cref="ArgumentException">The value is not positive and finite.</exception>
    public double LearningRate
    {
        get => _learningRate;
        set => _learningRate = double.IsFinite(value) && value > 0
            ? value
            : throw new ArgumentException($"A learning rate is positive and finite, not {value}.", nameof(value));
    }

    /// <summary>What a schedule multiplies the step size with; 1 without.</summary>
    /// <exception cref="ArgumentException">The value is negative or not finite.</exception>
    public double RateFactor
    {
        get => _rateFactor;
        set => _rateFactor = double.IsFinite(value) && value >= 0
            ? value
            : throw new ArgumentException($"A factor of the learning rate is finite and at least 0, not {value}.", nameof(value));
    }

    /// <summary>Limits the gradients before each step; null if not.</summary>
    public GradientClipping? Clipping { get; init; }

    /// <summary>Steps taken.</summary>
    public long StepCount { get; internal set; }

    /// <summary>Its kind, kept in checkpoints.</summary>
    public abstract string Name { get; }

    /// <summary>What it remembers, in a fixed order, named after the parameters: <c>0.weight/mean</c>.</summary>
    public IReadOnlyList<Parameter<T>> State => _state;

    /// <summary>The step size of this step.</summary>
    protected double Rate => _learningRate * _rateFactor;

    /// <summary>The parameters it changes.</summary>
    protected IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>One step along the gradients of the last backward pass.</summary>
    public void Step()
    {
        Clipping?.Apply(Parameters);
        StepCount++;
        BeginStep();
        for (int i = 0; i < Parameters.Count; i++) Update(i, Parameters[i]);
    }

    /// <summary>Releases what it remembers.</summary>
    public void Dispose()
    {
        foreach (var memory in _state) memory.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Memory of the same shape for each parameter, zero at first.</summary>
    protected IReadOnlyList<Parameter<T>> Remember(string what)
    {
        var memories = Parameters.Select(parameter => new Parameter<T>($"{parameter.Name}/{what}", parameter.Shape, isLearnable: false)).ToArray();
        _state.AddRange(memories);
        return memories;
    }

    /// <summary>Computes what all parameters of this step share.</summary>
    protected virtual void BeginStep()
    {
    }

    /// <summary>Changes one parameter. Rows are whole 512-bit vectors, padding included, whose gradient is 0 and which must stay 0.</summary>
    protected abstract void Update(int index, Parameter<T> parameter);

    /// <summary>A number in all lanes.</summary>
    private protected static Vector512<T> Broadcast(double value) => Vector512.Create(T.CreateTruncating(value));
}
