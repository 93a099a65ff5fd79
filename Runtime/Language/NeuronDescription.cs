using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace NeuronDsl;

/// <summary>What a neuron is and what was made of it: the text of its equations, and how each solver's kernel was laid out.</summary>
public sealed record NeuronDescription
{
    /// <summary>The neuron's class.</summary>
    public required string Name { get; init; }

    /// <summary>The first sentence of its documentation; empty if there is none.</summary>
    public string Summary { get; init; } = "";

    /// <summary>float or double.</summary>
    public required string Precision { get; init; }

    /// <summary>The time step it is meant for, 0 where none is declared.</summary>
    public double Dt { get; init; }

    /// <summary>The solvers it was built for, the default first; none for a pure map.</summary>
    public IReadOnlyList<Solver> Solvers { get; init; } = [];

    /// <summary>Its states, parameters and inputs.</summary>
    public IReadOnlyList<MemberDescription> Members { get; init; } = [];

    /// <summary>Its equations, each <c>left = right</c>, and the helpers they name.</summary>
    public IReadOnlyList<string> Equations { get; init; } = [];

    /// <summary>The same for programs to read; empty where an expression is too long to be written out.</summary>
    public IReadOnlyList<StatementDescription> Statements { get; init; } = [];

    /// <summary>Gives the values that states, parameters and inputs begin with, by name: those of the class, or of the neuron that was described.</summary>
    public Func<IReadOnlyDictionary<string, double>> Values { get; init; } = static () => new Dictionary<string, double>();

    /// <summary>How each solver's kernel was laid out.</summary>
    public IReadOnlyList<KernelDescription> Kernels { get; init; } = [];

    /// <summary>The description as Markdown.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append($"# {Name}\n\n");
        if (Summary.Length > 0) text.Append($"{Summary}\n\n");
        text.Append($"| {Precision} | name | unit | meaning |\n|---|---|---|---|\n");
        foreach (MemberDescription member in Members) text.Append($"| {member.Kind} | `{member.Name}` | {member.Unit} | {member.Summary} |\n");
        text.Append("\n```\n");
        foreach (string equation in Equations) text.Append($"{equation}\n");
        text.Append("```\n");
        if (Kernels.Count > 0) text.Append("\n| kernel | operations | divisions | parts | bytes per step |\n|---|---|---|---|---|\n");
        foreach (KernelDescription k in Kernels)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {k.Solver} | {k.Operations} | {k.Divisions} | {k.Parts} | {k.BytesPerStep} |\n");
        }

        return text.ToString();
    }
}

/// <summary>A state, parameter or input.</summary>
/// <param name="Kind">What it is: <c>state</c>, <c>parameter</c>, <c>learnable parameter</c>, <c>input</c>, <c>noise</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Unit">Its unit; empty if none is declared.</param>
/// <param name="Summary">The first sentence of its documentation; empty if there is none.</param>
public sealed record MemberDescription(string Kind, string Name, string Unit = "", string Summary = "");

/// <summary>The kernel of a population for one solver: what the compiler's cost model counted and chose.</summary>
/// <param name="Solver">The solver; <see cref="Solver.None"/> for a map.</param>
/// <param name="Operations">Vector operations of one step, divisions among them, once everything constant over a run is taken out.</param>
/// <param name="Divisions">Divisions and square roots, the slowest of them.</param>
/// <param name="Parts">Loops that the step is cut into: 1 is one fused loop; more run over blocks in the first-level cache, for lack of registers.</param>
/// <param name="BytesPerStep">Bytes read and written for one neuron and step, if nothing stays in a cache.</param>
public sealed record KernelDescription(Solver Solver, int Operations, int Divisions, int Parts, int BytesPerStep);
