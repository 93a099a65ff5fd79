using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace NeuronDsl;

/// <summary>What a neuron is and what was made of it: its equations as text and as LaTeX, their Jacobian, and how each solver's kernel was laid out.</summary>
public sealed record NeuronDescription
{
    /// <summary>What one time step means, for every neuron and every solver.</summary>
    public const string StepSemantics =
        "1. Inputs are held, and what arrived at receiving states is added.\n" +
        "2. The states advance from t to t + dt by the solver; maps read the old states.\n" +
        "3. The spike condition is read on the new state; without a reset an upward crossing counts.\n" +
        "4. The output is read.\n" +
        "5. After a spike the reset runs.\n" +
        "6. A refractory period holds the states that the reset assigns for round(period / dt) steps, the spike's own among them.\n";

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

    /// <summary>The same as LaTeX, each for mathematics mode.</summary>
    public IReadOnlyList<string> LatexEquations { get; init; } = [];

    /// <summary>The entries of the Jacobian of the differential equations that are not zero, each <c>left = right</c>.</summary>
    public IReadOnlyList<string> Jacobian { get; init; } = [];

    /// <summary>How each solver's kernel was laid out.</summary>
    public IReadOnlyList<KernelDescription> Kernels { get; init; } = [];

    /// <summary>The formula by which a solver carries x' = f(x) over a step h.</summary>
    public static string Formula(Solver solver) => solver switch
    {
        Solver.Euler => "x + h f(x)",
        Solver.Heun => "x + h/2 (f(x) + f(x + h f(x)))",
        Solver.RungeKutta4 => "x + h/6 (k1 + 2 k2 + 2 k3 + k4)",
        Solver.ExponentialEuler => "x + h phi(h a) f(x), a = df/dx of the state itself, phi(z) = (exp(z) - 1) / z",
        Solver.RushLarsen => "x + h phi(h a) f(x), and x + h f(x) for the states that the spike condition reads",
        Solver.Exact => "exp(h A) x + the integral of exp(s A) b over the step, for x' = A x + b",
        Solver.EulerMaruyama => "x + h f(x) + sqrt(h) g N(0, 1)",
        _ => "x <- the next value of each state",
    };

    /// <summary>The description as Markdown.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append($"# {Name}\n\n");
        if (Summary.Length > 0) text.Append($"{Summary}\n\n");
        text.Append($"| {Precision} | name | starts with | unit | meaning |\n|---|---|---|---|---|\n");
        foreach (MemberDescription member in Members) text.Append($"| {member.Kind} | `{member.Name}` | {Number(member.Value)} | {member.Unit} | {member.Summary} |\n");
        Block("", Equations);
        Block("Jacobian", Jacobian);
        text.Append($"\n## One step\n\n{StepSemantics}");
        if (Kernels.Count == 0) return text.ToString();
        text.Append("\n| kernel | formula | operations | divisions | parts | bytes per step |\n|---|---|---|---|---|---|\n");
        foreach (KernelDescription k in Kernels)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {k.Solver} | {Formula(k.Solver)} | {k.Operations} | {k.Divisions} | {k.Parts} | {k.BytesPerStep} |\n");
        }

        return text.ToString();

        void Block(string heading, IReadOnlyList<string> lines)
        {
            if (lines.Count == 0) return;
            if (heading.Length > 0) text.Append($"\n## {heading}\n");
            text.Append("\n```\n");
            foreach (string line in lines) text.Append($"{line}\n");
            text.Append("```\n");
        }
    }

    /// <summary>The description as LaTeX: a section with the equations and a table of the members; amsmath and hyperref suffice.</summary>
    public string ToLatex()
    {
        StringBuilder text = new();
        text.Append($"\\section*{{{Escape(Name)}}}\n");
        if (Summary.Length > 0) text.Append($"{Escape(Summary)}\n");
        text.Append("\\begin{align*}\n");
        text.AppendJoin(" \\\\\n", LatexEquations.Select(e => "  " + e)).Append("\n\\end{align*}\n");
        text.Append("\\begin{tabular}{lllll}\n");
        foreach (MemberDescription m in Members)
        {
            text.Append($"  {m.Kind} & \\texttt{{{Escape(m.Name)}}} & {Number(m.Value)} & {Escape(m.Unit)} & {Escape(m.Summary)} \\\\\n");
        }

        return text.Append("\\end{tabular}\n").ToString();
    }

    private static string Number(double? value) => value?.ToString("G7", CultureInfo.InvariantCulture) ?? "";

    private static string Escape(string text)
    {
        StringBuilder escaped = new();
        foreach (char c in text)
        {
            _ = c switch
            {
                '\\' => escaped.Append("\\textbackslash{}"),
                '^' => escaped.Append("\\^{}"),
                '~' => escaped.Append("\\~{}"),
                '&' or '%' or '$' or '#' or '_' or '{' or '}' => escaped.Append('\\').Append(c),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }
}

/// <summary>A state, parameter or input.</summary>
/// <param name="Kind">What it is: <c>state</c>, <c>parameter</c>, <c>learnable parameter</c>, <c>input</c>, <c>noise</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Unit">Its unit; empty if none is declared.</param>
/// <param name="Summary">The first sentence of its documentation; empty if there is none.</param>
public sealed record MemberDescription(string Kind, string Name, string Unit = "", string Summary = "")
{
    /// <summary>What it starts with; null where that is computed.</summary>
    public double? Value { get; init; }
}

/// <summary>The kernel of a population for one solver: what the compiler's cost model counted and chose.</summary>
/// <param name="Solver">The solver; <see cref="Solver.None"/> for a map.</param>
/// <param name="Operations">Vector operations of one step, divisions among them, once everything constant over a run is taken out.</param>
/// <param name="Divisions">Divisions and square roots, the slowest of them.</param>
/// <param name="Parts">Loops that the step is cut into: 1 is one fused loop; more run over blocks in the first-level cache, for lack of registers.</param>
/// <param name="BytesPerStep">Bytes read and written for one neuron and step, if nothing stays in a cache.</param>
public sealed record KernelDescription(Solver Solver, int Operations, int Divisions, int Parts, int BytesPerStep);
