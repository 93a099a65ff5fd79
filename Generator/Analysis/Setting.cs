using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Analysis;

/// <summary>The neuron as its class declares it: what its members start with, and between which bounds they are.</summary>
internal sealed class Setting
{
    private readonly Dictionary<Symbol, double> _values = [];
    private readonly Dictionary<Symbol, (double Low, double High)> _ranges = [];

    /// <param name="model">The neuron.</param>
    /// <param name="initialOf">The computed initial value of a state, null where it has none.</param>
    public Setting(NeuronModel model, Func<StateModel, Expression?> initialOf)
    {
        Model = model;
        foreach (ParameterModel parameter in model.Parameters) Add(new Symbol(SymbolKind.Parameter, parameter.Name), parameter);
        foreach (MemberModel input in model.Inputs) Add(new Symbol(SymbolKind.Input, input.Name), input);
        foreach (StateModel state in model.States)
        {
            Symbol symbol = new(SymbolKind.State, state.Name);
            Add(symbol, state);
            if (initialOf(state) is { } initial) _values[symbol] = Evaluate(initial);
        }
    }

    public NeuronModel Model { get; }

    /// <summary>What a member starts with; NaN where only a run tells.</summary>
    public double ValueOf(Symbol symbol) => symbol.Kind == SymbolKind.Noise ? 0 : _values.TryGetValue(symbol, out double value) ? value : double.NaN;

    /// <summary>The declared bounds of a member, null where it has none.</summary>
    public (double Low, double High)? RangeOf(Symbol symbol) => _ranges.TryGetValue(symbol, out (double, double) range) ? range : null;

    /// <summary>
    /// Where a member may be: within its declared bounds; without any, a parameter is what it starts with, and a state or an input anywhere.
    /// </summary>
    public Interval BoundsOf(Symbol symbol) =>
        RangeOf(symbol) is var (low, high) ? new(low, high)
        : symbol.Kind == SymbolKind.Parameter && !double.IsNaN(ValueOf(symbol)) ? new(ValueOf(symbol), ValueOf(symbol))
        : Interval.Everything;

    /// <summary>The value of an expression with what members start with.</summary>
    public double Evaluate(Expression expression)
    {
        double[] result = new double[1];
        new Evaluator([Model.Inline(expression)], [], ValueOf).Evaluate([], result);
        return result[0];
    }

    private void Add(Symbol symbol, MemberModel member)
    {
        _values[symbol] = member.Value ?? double.NaN;
        if (member.Range is { } range) _ranges[symbol] = range;
    }
}
