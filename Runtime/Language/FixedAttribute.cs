using System;

namespace NeuronDsl;

/// <summary>
/// Asks for the neuron in fixed point, as microcode for processors without floating point: formats and bounds are derived from the declared
/// <see cref="RangeAttribute"/> of inputs, the values of parameters and the intended time step of <see cref="NeuronAttribute.Dt"/>, which are built in.
/// The attribute may be given several times, once for each width or budget.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class FixedAttribute : Attribute
{
    /// <summary>The width of the machine's words: 16 or 32.</summary>
    public int Bits { get; set; } = 32;

    /// <summary>
    /// The greatest error that one step may add to a state, as a fraction of the width of the state's bounds; the build proves that it is kept, or
    /// reports an error. Left out, as good as the words allow at little cost.
    /// </summary>
    public double MaxError { get; set; }

    /// <summary>The most cells that a table may have. Left out: 1024 for 32 bits, 256 for 16.</summary>
    public int TableCells { get; set; }

    /// <summary>The solvers to build in, out of the neuron's; left out, its default one.</summary>
    public Solver Solvers { get; set; }
}
