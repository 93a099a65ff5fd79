using System.Collections.Generic;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Ranges;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.FixedPoint;

/// <summary>What a step program needs beside itself to become fixed point.</summary>
internal sealed record Setting
{
    public required StepProgram Program { get; init; }

    /// <summary>Where each value lies, errors aside.</summary>
    public required Interval[] Ranges { get; init; }

    /// <summary>Values that are proven to lie within bounds together with their errors: the next states.</summary>
    public required IReadOnlyDictionary<int, Interval> Kept { get; init; }

    /// <summary>The bounds of states and inputs.</summary>
    public required IReadOnlyDictionary<Symbol, Interval> Bounds { get; init; }

    /// <summary>Values at the start, of states and inputs.</summary>
    public required IReadOnlyDictionary<Symbol, double> Initial { get; init; }

    /// <summary>States that no proof keeps within their bounds, and that are clamped there.</summary>
    public required ISet<Symbol> Clamped { get; init; }

    /// <summary>The states in the order of the model.</summary>
    public required IReadOnlyList<Symbol> States { get; init; }

    public required IReadOnlyList<Symbol> Inputs { get; init; }

    public required int Bits { get; init; }

    public required TableBuilder Tables { get; init; }
}
