using System;
using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Interchange;

/// <summary>What an exporter asks of a description: its statements as terms, its members by role.</summary>
internal sealed class DescribedNeuron
{
    private readonly NeuronDescription _description;

    /// <exception cref="NotSupportedException">The description carries no statements.</exception>
    public DescribedNeuron(NeuronDescription description)
    {
        _description = description;
        if (description.Statements.Count == 0)
            throw new NotSupportedException($"The equations of {description.Name} are too long to be written out, or were made by another version: build it again.");
        StatementDescription? spike = Statements(StatementKind.Spike).FirstOrDefault();
        Condition = spike is null ? null : Term.Parse(spike.Expression);
        Derivatives = TermsOf(StatementKind.Derivative);
        Updates = TermsOf(StatementKind.Update);
        Helpers = TermsOf(StatementKind.Helper);
        Resets = TermsOf(StatementKind.Reset, StatementKind.ResetAndHold);
        Output = TermsOf(StatementKind.Output) is [var output] ? output : null;
        Refractory = Statements(StatementKind.Refractory).FirstOrDefault()?.Name;
        Values = description.Values();

        // A statement may name the spike condition: it is written out.
        IReadOnlyList<(string, Term)> TermsOf(params StatementKind[] kinds) =>
            [.. Statements(kinds).Select(s => (s.Name, Term.Parse(s.Expression).Substitute(n => n == spike?.Name ? Condition : null)))];
    }

    public string Name => _description.Name;

    public bool IsSingle => _description.Precision == "float";

    /// <summary>The states with a differential equation, and their slopes.</summary>
    public IReadOnlyList<(string State, Term Slope)> Derivatives { get; }

    /// <summary>The states that a map moves, and their next values.</summary>
    public IReadOnlyList<(string State, Term Next)> Updates { get; }

    /// <summary>Helpers, each after those it names.</summary>
    public IReadOnlyList<(string Name, Term Value)> Helpers { get; }

    public IReadOnlyList<(string State, Term Value)> Resets { get; }

    public Term? Condition { get; }

    public (string Name, Term Value)? Output { get; }

    /// <summary>The parameter that holds the refractory period.</summary>
    public string? Refractory { get; }

    /// <summary>What states, parameters and inputs begin with.</summary>
    public IReadOnlyDictionary<string, double> Values { get; }

    /// <summary>Without a reset, a spike is an upward crossing.</summary>
    public bool CountsCrossings => Condition is not null && Resets.Count == 0;

    public IEnumerable<MemberDescription> States => Members("state", "receiving state");

    public IEnumerable<MemberDescription> Receiving => Members("receiving state");

    public IEnumerable<MemberDescription> Parameters => Members("parameter", "learnable parameter");

    public IEnumerable<MemberDescription> Inputs => Members("input");

    public IEnumerable<MemberDescription> Noises => Members("noise");

    /// <summary>Whether the refractory period, where there is one, holds the state.</summary>
    public bool Holds(string state) =>
        Refractory is not null && Statements(StatementKind.ResetAndHold).Any(s => s.Name == state);

    /// <summary>The steps that a refractory period lasts, the spike's own counted: halves to even, as every target rounds.</summary>
    public int RefractorySteps(double dt) => Refractory is null ? 0 : (int)Math.Round(Values[Refractory] / dt, MidpointRounding.ToEven);

    /// <summary>The term with all helpers written out.</summary>
    public Term Inline(Term term) => term.Substitute(name => Helpers.FirstOrDefault(h => h.Name == name).Value is { } helper ? Inline(helper) : null);

    /// <summary>Whether a term is a truth value.</summary>
    public bool IsTruth(Term term) => term switch
    {
        Truth => true,
        Call call => call.Function is "Less" or "LessOrEqual" or "Greater" or "GreaterOrEqual" or "Equal" or "NotEqual" or "And" or "Or" or "Not",
        Name name => Helpers.FirstOrDefault(h => h.Name == name.Text).Value is { } helper && IsTruth(helper),
        _ => false,
    };

    /// <summary>The states that the spike condition reads, helpers looked through.</summary>
    public IReadOnlySet<string> StatesOfCondition => Condition is null
        ? new HashSet<string>()
        : Inline(Condition).Names.Intersect(States.Select(s => s.Name)).ToHashSet();

    /// <summary>The solver to write: the one asked for, else the neuron's default.</summary>
    /// <exception cref="ArgumentException">The neuron does not declare the solver.</exception>
    public Solver Choose(Solver solver)
    {
        if (solver == Solver.None) return _description.Solvers.Count == 0 ? Solver.None : _description.Solvers[0];
        if (_description.Solvers.Contains(solver)) return solver;
        string declared = _description.Solvers.Count == 0 ? "none, being a map in discrete time" : string.Join(", ", _description.Solvers);
        throw new ArgumentException($"{Name} does not declare the solver {solver}; it declares {declared}.", nameof(solver));
    }

    /// <summary>The time step to write: the one asked for, else the one that the neuron declares, else 1 for maps and 0.1 for equations.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double ChooseStep(double? dt)
    {
        double step = dt ?? (_description.Dt > 0 ? _description.Dt : Derivatives.Count == 0 ? 1 : 0.1);
        return double.IsFinite(step) && step > 0 ? step : throw new ArgumentOutOfRangeException(nameof(dt), step, "A time step is positive and finite.");
    }

    private IEnumerable<MemberDescription> Members(params string[] kinds) => _description.Members.Where(m => kinds.Contains(m.Kind));

    private IEnumerable<StatementDescription> Statements(params StatementKind[] kinds) => _description.Statements.Where(s => kinds.Contains(s.Kind));
}
