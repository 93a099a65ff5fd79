using System.Collections.Immutable;

// Compiled into the generator as well, under a name of its own: tests see both.
#if NEURONDSL_GENERATOR
namespace NeuronDsl.Generator.Microcode;
#else
namespace NeuronDsl.Microcode;
#endif

/// <summary>Between which raw values an operation's result lies.</summary>
/// <param name="Low">The least raw value.</param>
/// <param name="High">The greatest raw value.</param>
/// <param name="Proven">
/// Whether that holds for all states and inputs within their declared bounds. Otherwise it was measured, with a margin, and the operation
/// saturates.
/// </param>
public readonly record struct FixedRange(long Low, long High, bool Proven);

/// <summary>
/// One operation of a program in single-assignment form. Its operands are the indices of earlier operations; which other fields count, its
/// <see cref="FixedOpcode"/> says.
/// </summary>
public sealed record FixedOperation
{
    /// <summary>What is done.</summary>
    public required FixedOpcode Opcode { get; init; }

    /// <summary>The indices of the operations whose results are taken.</summary>
    public ImmutableArray<int> Operands { get; init; } = [];

    /// <summary>The type of the result; of a store, that of the value stored.</summary>
    public required FixedType Type { get; init; }

    /// <summary>How far is shifted, where something is.</summary>
    public int Shift { get; init; }

    /// <summary>How a shift to the right, or the product of an interpolation, is rounded.</summary>
    public FixedRounding Rounding { get; init; }

    /// <summary>What happens to a result beyond the type.</summary>
    public FixedOverflow Overflow { get; init; }

    /// <summary>The stream of random bits that a draw or a stochastic rounding takes. Draws are made in the order of operations.</summary>
    public int Stream { get; init; }

    /// <summary>Which state, input or table.</summary>
    public int Slot { get; init; }

    /// <summary>The raw value of a constant.</summary>
    public long Immediate { get; init; }

    /// <summary>Where the result lies.</summary>
    public FixedRange Range { get; init; }

    /// <summary>A name for the result, a suggestion; empty if there is none.</summary>
    public string Name { get; init; } = "";

    /// <summary>The equation that the operation belongs to; neighbours of one group share it.</summary>
    public string Equation { get; init; } = "";

    /// <summary>Whether others may take the result.</summary>
    public bool HasResult => Opcode is not (FixedOpcode.StoreState or FixedOpcode.StoreOutput or FixedOpcode.Spike);

    /// <summary>Whether random bits are drawn.</summary>
    public bool Draws => Opcode == FixedOpcode.Random || (Rounding == FixedRounding.Stochastic && Rounds);

    /// <summary>Whether <see cref="Rounding"/> counts.</summary>
    public bool Rounds => Opcode is FixedOpcode.Multiply or FixedOpcode.ShiftRight or FixedOpcode.ShiftRightBy or FixedOpcode.Interpolate;

    /// <summary>Whether <see cref="Overflow"/> counts.</summary>
    public bool Fits => Opcode is FixedOpcode.Add or FixedOpcode.Subtract or FixedOpcode.Multiply or FixedOpcode.ShiftLeft;
}
