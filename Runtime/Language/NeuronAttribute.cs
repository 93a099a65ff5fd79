using System;

namespace NeuronDsl;

/// <summary>Marks a partial class as a neuron: its members are read as equations, and the build adds simulators and trainable layers to it.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NeuronAttribute : Attribute
{
    /// <summary>
    /// The solvers to emit; the first one named is the default of <c>Step</c>. Left out: Euler and RungeKutta4 for differential
    /// equations, EulerMaruyama where there is noise, none for a pure map.
    /// </summary>
    public Solver Solvers { get; set; }

    /// <summary>
    /// The solvers to emit trainable layers for, the first one named being their default; they count among <see cref="Solvers"/>. Left
    /// out: the default solver alone, since a layer's adjoint is much code.
    /// </summary>
    public Solver TrainingSolvers { get; set; }

    /// <summary>What to emit. Left out: simulation, and training where the neuron has a spike or an output.</summary>
    public Target Targets { get; set; }

    /// <summary>
    /// Whether populations and layers may compute sums and products in another order than written, and exponentials by way of one another, equal but for
    /// rounding. Left out, they may: the order that a text happens to have is rarely the most precise. False keeps it, for arithmetic that counts on it,
    /// such as compensated sums, at up to twice the time; products still fuse with sums.
    /// </summary>
    public bool Reassociate { get; set; } = true;

    /// <summary>The intended time step, in the neuron's unit of time (ms by convention), for advice and tables.</summary>
    public double Dt { get; set; }
}
