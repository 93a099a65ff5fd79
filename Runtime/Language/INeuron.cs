using System.Numerics;
using NeuronDsl.Simulation;

namespace NeuronDsl;

/// <summary>One neuron, as its class describes it. Every <see cref="NeuronAttribute"/> class implements it when built.</summary>
/// <typeparam name="T">float or double: the type of its members.</typeparam>
public interface INeuron<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What it consists of, by name.</summary>
    static abstract NeuronLayout NeuronLayout { get; }

    /// <summary>Gives the states their initial values.</summary>
    void Initialize();

    /// <summary>Advances by one step.</summary>
    /// <param name="dt">The time step.</param>
    /// <param name="solver">The solver, <see cref="Solver.None"/> for the neuron's default.</param>
    /// <returns>Whether it fired.</returns>
    bool Step(T dt, Solver solver);
}
