using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Ranges;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.FixedPoint;

/// <summary>
/// The bounds of a neuron's states: declared, proven, or, where neither is to be had, those of trial runs with a margin. States that no proof keeps
/// within theirs are clamped there at the end of the step, so that from then on the bounds hold of themselves.
/// </summary>
internal sealed class Bounds
{
    private const int TrialSteps = 2000;
    private const double Margin = 0.25;

    private readonly StepProgram _meaning;
    private readonly Symbol[] _states;
    private readonly Dictionary<Symbol, double> _initial;
    private readonly Dictionary<Symbol, Interval> _given, _declared = [];
    private Interval[]? _trial;
    private Dictionary<Symbol, Interval>? _exact;
    private Dictionary<Symbol, Interval> _found = [];

    /// <summary>Bounds to look for.</summary>
    /// <param name="model">The neuron.</param>
    /// <param name="meaning">Its step.</param>
    /// <param name="states">What a step leaves.</param>
    /// <param name="initial">Values at the start.</param>
    /// <param name="given">The bounds of inputs.</param>
    public Bounds(NeuronModel model, StepProgram meaning, Symbol[] states, Dictionary<Symbol, double> initial, Dictionary<Symbol, Interval> given)
    {
        (_meaning, _states, _initial, _given) = (meaning, states, initial, given);
        foreach (StateModel state in model.States.Where(s => s.Range is not null))
        {
            _declared[new Symbol(SymbolKind.State, state.Name)] = new(state.Range!.Value.Low, state.Range.Value.High);
        }
    }

    /// <summary>The bounds of states and inputs.</summary>
    public Dictionary<Symbol, Interval> Of { get; private set; } = [];

    /// <summary>The states that must be clamped to stay there.</summary>
    public HashSet<Symbol> Clamped { get; private set; } = [];

    /// <summary>The states whose bounds are those of trial runs: nothing more is known of them.</summary>
    public HashSet<Symbol> Tried { get; } = [];

    /// <summary>Looks for the bounds of a step that may be off.</summary>
    /// <param name="errors">By how much, by state.</param>
    /// <param name="tooWide">A bound so many times wider than what occurs in trial runs is given up for a clamp.</param>
    public void Find(IReadOnlyDictionary<Symbol, double> errors, double tooWide)
    {
        Clamped = [];
        Tried.Clear();
        Dictionary<Symbol, Interval> fixedBounds = new(_declared);
        while (true)
        {
            InvariantBox search = new(_meaning, errors, fixedBounds);
            Interval[] start = [.. search.Variables.Select(v => _given.TryGetValue(v, out Interval input) ? input : fixedBounds.TryGetValue(v, out Interval f) ? f : Start(v))];
            Interval[]? box = search.Find(start);
            List<Symbol> unfit = [];
            if (box is null && _exact is not null)
            {
                // Without errors there are bounds: rounding takes states out of them, clamps keep them in.
                foreach (KeyValuePair<Symbol, Interval> bound in _exact) if (!fixedBounds.ContainsKey(bound.Key)) fixedBounds[bound.Key] = bound.Value;
                _exact = null;
                continue;
            }

            if (box is null)
            {
                unfit = [.. _states.Where(s => s.Kind == SymbolKind.State && !fixedBounds.ContainsKey(s))];
            }
            else
            {
                for (int k = 0; k < box.Length; k++)
                {
                    Symbol v = search.Variables[k];
                    if (v.Kind == SymbolKind.State && !fixedBounds.ContainsKey(v) && box[k].Magnitude > tooWide * Trial(v).Magnitude) unfit.Add(v);
                }
            }

            if (unfit.Count == 0)
            {
                Of = new Dictionary<Symbol, Interval>(_given);
                for (int k = 0; k < box!.Length; k++) Of[search.Variables[k]] = box[k];
                if (_states.Any(s => !Of.ContainsKey(s))) Unread(search.Hull(box), errors);
                foreach (Symbol s in fixedBounds.Keys) Of[s] = fixedBounds[s];
                Clamped = [.. search.Left(box)];
                if (Clamped.Count == 0) _found = Of;
                if (errors.Count == 0) _exact = Of.Where(b => b.Key.Kind == SymbolKind.State).ToDictionary(b => b.Key, b => b.Value);
                return;
            }

            // The most excessive first: what is clamped tames the others.
            Symbol[] tamed = box is null ? [.. unfit] : [unfit.OrderByDescending(s => box[search.Variables.ToList().IndexOf(s)].Magnitude / Trial(s).Magnitude).First()];
            foreach (Symbol s in tamed)
            {
                fixedBounds[s] = WithMargin(Trial(s));
                Tried.Add(s);
            }
        }
    }

    /// <summary>
    /// Bounds for the solver's inner stages: those of trial runs with room, to numbers that every format holds.
    /// </summary>
    public IReadOnlyDictionary<string, (double Low, double High)> Stages() => _states.Where(s => s.Kind == SymbolKind.State).ToDictionary(s => s.Name, s =>
    {
        Interval wide = WithMargin(Trial(s));
        if (_declared.TryGetValue(s, out Interval declared)) wide = wide.Hull(declared);
        double grid = Math.Pow(2, Math.Ceiling(Math.Log(Math.Max(wide.Width, 1e-9), 2)) - 7);
        return (Math.Floor(wide.Low / grid) * grid, Math.Ceiling(wide.High / grid) * grid);
    });

    // A state that no equation reads is what the step makes of the others.
    private void Unread(Interval[] values, IReadOnlyDictionary<Symbol, double> errors)
    {
        foreach (Symbol s in _states.Where(s => !Of.ContainsKey(s)))
        {
            Interval next = values[_meaning.Results.First(r => r.Target.Equals(s)).Value.Index];
            Of[s] = s.Kind == SymbolKind.Above ? Interval.Truth : Interval.Point(_initial[s]).Hull(next.Inflate(errors.TryGetValue(s, out double error) ? error : 0));
        }
    }

    // What was found for smaller errors is nearly what is looked for.
    private Interval Start(Symbol v) => v.Kind != SymbolKind.State ? Interval.Point(_initial[v]) : _found.TryGetValue(v, out Interval found) ? found : Trial(v);

    // What is a part of a whole in trial runs is one: a gate has no room below 0 and above 1.
    private static Interval WithMargin(Interval trial)
    {
        Interval wide = trial.Inflate(Margin * trial.Width);
        return Interval.Truth.Contains(trial) ? wide.Intersect(Interval.Truth) : wide;
    }

    private Interval Trial(Symbol state)
    {
        _trial ??= Profile.Run(_meaning, _states.ToDictionary(s => s, s => _initial[s]), _given, _declared, TrialSteps);
        Interval range = Interval.Point(_initial[state]);
        Result result = _meaning.Results.First(r => r.Target.Equals(state));
        range = range.Hull(_trial[result.Value.Index]);
        if (!range.IsBounded || range.Magnitude > 1e12) throw new NotInFixedPointException($"the range of {state.Name}", null);
        return range;
    }
}
