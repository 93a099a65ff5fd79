using System.Collections.Immutable;

// Compiled into the generator as well, under a name of its own: tests see both.
#if NEURONDSL_GENERATOR
namespace NeuronDsl.Generator.Microcode;
#else
namespace NeuronDsl.Microcode;
#endif

/// <summary>The nodes of a piecewise linear function of one value, at equal distances.</summary>
public sealed record FixedTable
{
    /// <summary>What is tabulated, as an expression.</summary>
    public string Name { get; init; } = "";

    /// <summary>The format of the argument.</summary>
    public required FixedType Argument { get; init; }

    /// <summary>The format of the nodes; differences of neighbours have it too.</summary>
    public required FixedType Type { get; init; }

    /// <summary>The logarithm of the distance between nodes, in raw units of the argument: nodes lie at raw (First + i) 2^Shift.</summary>
    public required int Shift { get; init; }

    /// <summary>The cell of the first node: the raw argument there, shifted.</summary>
    public required long First { get; init; }

    /// <summary>The raw values at the nodes, one more than there are cells.</summary>
    public required ImmutableArray<long> Nodes { get; init; }

    /// <summary>The proven bound of the distance between the table and what it tabulates, interpolation and nodes' rounding included.</summary>
    public double Error { get; init; }
}
