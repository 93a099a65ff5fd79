using System;
using System.Collections.Generic;
using NeuronDsl.Models;
using NeuronDsl.Training;

namespace PapersSample.PlifNeurons;

/// <summary>A layer's neurons: whether they learn their time constant, and where it starts.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Tau">The time constant at first, in steps.</param>
/// <param name="Layer">Makes a layer of a size.</param>
internal sealed record MembraneKind(string Name, double Tau, Func<int, NeuronLayer<float>> Layer)
{
    public static MembraneKind Plif2 { get; } = Learned(2);

    public static MembraneKind Plif16 { get; } = Learned(16);

    public static MembraneKind Lif2 { get; } = Fixed(2);

    public static MembraneKind Lif16 { get; } = Fixed(16);

    /// <summary>Learned, without the scaling of the input by 1 / tau.</summary>
    public static MembraneKind Unscaled2 { get; } = new("PLIF, input unscaled, tau 2", 2, size => UnscaledPlif.Layer(size));

    /// <summary>The four of the publication.</summary>
    public static IReadOnlyList<MembraneKind> All { get; } = [Plif2, Lif2, Plif16, Lif16];

    /// <summary>The time constant of a layer that learns it: tau = 1 / sigmoid(a).</summary>
    public static double TauOf(NeuronLayer<float> layer) => 1 + Math.Exp(-layer.Parameters[0].Values[0]);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static MembraneKind Learned(double tau) => new($"PLIF, tau {tau}", tau, size => Plif.Layer(size, prototype: new Plif { a = (float)-Math.Log(tau - 1) }));

    private static MembraneKind Fixed(double tau) => new($"LIF, tau {tau}", tau, size => DiscreteLif.Layer(size, prototype: new DiscreteLif { Tau = (float)tau }));
}
