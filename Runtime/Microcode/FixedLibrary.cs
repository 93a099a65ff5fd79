using System;
using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Microcode;

/// <summary>The fixed-point programs of one neuron. They are read from their text when they are first asked for.</summary>
/// <param name="texts">The programs' texts.</param>
public sealed class FixedLibrary(params string[] texts)
{
    private readonly Lazy<IReadOnlyList<FixedProgram>> _programs = new(() => [.. texts.Select(FixedText.Parse)]);

    /// <summary>The programs, in the order in which the neuron asks for them.</summary>
    public IReadOnlyList<FixedProgram> Programs => _programs.Value;

    /// <summary>The program of a solver with words of a width.</summary>
    /// <param name="solver">The solver; <see cref="Solver.None"/> for a map.</param>
    /// <param name="bits">16 or 32.</param>
    public FixedProgram this[Solver solver, int bits] =>
        Programs.FirstOrDefault(p => p.Solver == (solver == Solver.None ? "" : solver.ToString()) && p.Bits == bits)
        ?? throw new ArgumentException($"There is no program by {solver} in {bits} bits; there are {string.Join(", ", Programs.Select(p => $"{(p.Solver.Length == 0 ? "None" : p.Solver)} {p.Bits}"))}", nameof(solver));

    /// <summary>All programs' texts.</summary>
    public override string ToString() => string.Join("\n", texts);
}
