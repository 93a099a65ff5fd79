using System;

namespace NeuronDsl;

/// <summary>The spike condition, a bool property: read on the new state after every step. Without a reset the upward crossing counts.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SpikeAttribute : Attribute
{
    /// <summary>A spike with a built-in surrogate of its derivative.</summary>
    /// <param name="surrogate">The surrogate.</param>
    /// <param name="sharpness">Its parameter a; left out, the default that <see cref="NeuronDsl.Surrogate"/> states.</param>
    public SpikeAttribute(Surrogate surrogate = Surrogate.ATan, double sharpness = double.NaN)
    {
        Surrogate = surrogate;
        Sharpness = sharpness;
    }

    /// <summary>A spike with the neuron's own surrogate: a static method, a smooth step of the margin, whose derivative is found symbolically.</summary>
    /// <param name="smoothStep">The method's name: <c>nameof(Smooth)</c>.</param>
    public SpikeAttribute(string smoothStep)
    {
        SmoothStep = smoothStep;
        Sharpness = double.NaN;
    }

    /// <summary>The built-in surrogate; ignored where <see cref="SmoothStep"/> is given.</summary>
    public Surrogate Surrogate { get; }

    /// <summary>The parameter a of the surrogate, NaN for its default.</summary>
    public double Sharpness { get; }

    /// <summary>The name of the neuron's own smooth step, if any.</summary>
    public string? SmoothStep { get; }
}
