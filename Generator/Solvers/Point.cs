using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Solvers;

/// <summary>A point in state space at which equations are evaluated: the old state, a stage of Runge-Kutta, the new state.</summary>
/// <param name="builder">Where the arithmetic goes.</param>
/// <param name="model">The neuron.</param>
/// <param name="stateOf">The value of each state at this point.</param>
/// <param name="label">What distinguishes the point in names and notes: "" for the old state, "2" for stage 2.</param>
internal sealed class Point(ProgramBuilder builder, NeuronModel model, Func<string, Value> stateOf, string label)
{
    private readonly Dictionary<string, Value> _helpers = [];

    public string Label { get; } = label;

    public Value State(string name) => stateOf(name);

    public Value Evaluate(Expression expression) => builder.Evaluate(expression, ValueOf);

    /// <summary>The equation's right-hand side at this point, under its own text.</summary>
    public Value Evaluate(EquationModel equation, string note)
    {
        // Helpers first, each under its own text, so that the equation's note heads nothing but its own arithmetic.
        Algebra.Mentions(equation.Expression, s => s.Kind is SymbolKind.Helper or SymbolKind.Condition && ValueOf(s).Index < 0);
        builder.Note = note;
        return Evaluate(equation.Expression);
    }

    /// <summary>Whether the spike condition holds here, as a value whose derivative is the surrogate's.</summary>
    public Value Condition()
    {
        SpikeModel spike = model.Spike!;
        string? outer = builder.Note;
        Expression margin = spike.Margin ?? 0;
        Algebra.Mentions(spike.Condition, s => s.Kind == SymbolKind.Helper && ValueOf(s).Index < 0);
        Algebra.Mentions(margin, s => s.Kind == SymbolKind.Helper && ValueOf(s).Index < 0);
        builder.Note = $"{spike.Property}: {spike.Text}";
        Value condition = Evaluate(spike.Condition);
        Value argument = Evaluate(margin);
        builder.Note = "the surrogate's slope at the margin";
        Value slope = builder.Evaluate(spike.Slope, _ => argument);
        builder.Note = outer;
        return builder.Apply(Functions.Spike, condition, argument, slope);
    }

    private Value ValueOf(Symbol symbol)
    {
        switch (symbol.Kind)
        {
            case SymbolKind.State:
                return stateOf(symbol.Name);
            case SymbolKind.Condition:
                return Condition();
            case SymbolKind.Noise:
                // White noise over a step of dt has the standard deviation 1 / sqrt(dt).
                return builder.Multiply(builder.Load(symbol), builder.Divide(builder.Constant(1), builder.Apply(Functions.Sqrt, builder.Load(TimeStep.Dt))));
            case SymbolKind.Helper:
                if (_helpers.TryGetValue(symbol.Name, out Value known)) return known;
                HelperModel helper = model.Helpers.First(h => h.Name == symbol.Name);
                string? outer = builder.Note;
                Algebra.Mentions(helper.Expression, s => s.Kind is SymbolKind.Helper or SymbolKind.Condition && ValueOf(s).Index < 0);
                builder.Note = $"{helper.Name} = {helper.Text}" + (Label.Length == 0 ? "" : $"  at stage {Label}");
                Value value = builder.Named(helper.Name + Label, Evaluate(helper.Expression));
                builder.Note = outer;
                return _helpers[symbol.Name] = value;
            default:
                return builder.Load(symbol);
        }
    }
}
