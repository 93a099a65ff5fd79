// Compiled into the generator as well, under a name of its own: tests see both.
#if NEURONDSL_GENERATOR
namespace NeuronDsl.Generator.Microcode;
#else
namespace NeuronDsl.Microcode;
#endif

/// <summary>What a word of a neuron's memory holds.</summary>
public enum FixedRole
{
    /// <summary>A state of the model.</summary>
    State,

    /// <summary>How many more steps the refractory period lasts, an integer.</summary>
    Remaining,

    /// <summary>Whether the spike condition held at the end of the previous step, 0 or 1.</summary>
    Above,

    /// <summary>An input, held over the step.</summary>
    Input,

    /// <summary>The summed weights that arrived since the last step; the caller clears it after each.</summary>
    Arrival,
}

/// <summary>One word of memory that a neuron has: a state, or an input.</summary>
public sealed record FixedVariable
{
    /// <summary>Its name in the model.</summary>
    public required string Name { get; init; }

    /// <summary>What it holds.</summary>
    public required FixedRole Role { get; init; }

    /// <summary>Its format.</summary>
    public required FixedType Type { get; init; }

    /// <summary>The raw value at the start.</summary>
    public long Initial { get; init; }

    /// <summary>
    /// Its raw bounds. An input is given within them; a state within them stays there, which is proven or, where it was only measured, made true by
    /// clamping.
    /// </summary>
    public required FixedRange Range { get; init; }

    /// <summary>
    /// The raw bounds that the state is held within at the solver's inner stages, where the bounds that are proven of stages are of no use: found by trial
    /// runs, with a margin. The error of a step is that of the scheme with such stages. Null where stages are as the solver has them.
    /// </summary>
    public FixedRange? Stages { get; init; }

    /// <summary>The proven bound of what one step in fixed point adds to the state's error, in its own unit; infinite where none is proven.</summary>
    public double StepError { get; init; }

    /// <summary>Its unit; empty if none is declared.</summary>
    public string Unit { get; init; } = "";
}
