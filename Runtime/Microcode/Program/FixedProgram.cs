using System.Collections.Immutable;

// Compiled into the generator as well, under a name of its own: tests see both.
#if NEURONDSL_GENERATOR
namespace NeuronDsl.Generator.Microcode;
#else
namespace NeuronDsl.Microcode;
#endif

/// <summary>
/// One time step of one neuron in fixed point: straight-line code in single-assignment form in which each operation names its format,
/// rounding and overflow. <see cref="FixedEvaluator"/> defines what it does; targets print it; <see cref="FixedText"/> is its text.
/// </summary>
public sealed record FixedProgram
{
    /// <summary>The neuron's class.</summary>
    public required string Name { get; init; }

    /// <summary>The solver that the step was made by; empty for a map.</summary>
    public string Solver { get; init; } = "";

    /// <summary>The time step that is built in; 0 for a map.</summary>
    public double Dt { get; init; }

    /// <summary>The width of the machine's words, 16 or 32: no value is wider.</summary>
    public required int Bits { get; init; }

    /// <summary>The words that a neuron keeps from step to step.</summary>
    public ImmutableArray<FixedVariable> States { get; init; } = [];

    /// <summary>The words that a neuron is given.</summary>
    public ImmutableArray<FixedVariable> Inputs { get; init; } = [];

    /// <summary>The tables that interpolations read.</summary>
    public ImmutableArray<FixedTable> Tables { get; init; } = [];

    /// <summary>How many streams of random bits each neuron has.</summary>
    public int Streams { get; init; }

    /// <summary>The operations, each after those whose results it takes.</summary>
    public ImmutableArray<FixedOperation> Operations { get; init; } = [];

    /// <summary>The program as text that <see cref="FixedText.Parse"/> reads.</summary>
    public override string ToString() => FixedText.Write(this);
}
