using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Model;

/// <summary>
/// A neuron as its class states it: everything the compiler needs and nothing of the syntax it was read from, so that two equal models
/// give equal programs.
/// </summary>
internal sealed record NeuronModel
{
    public required TypeModel Type { get; init; }

    /// <summary>The first sentence of the class's documentation, if any.</summary>
    public string? Summary { get; init; }

    public required Precision Precision { get; init; }

    public EquatableArray<StateModel> States { get; init; }

    public EquatableArray<ParameterModel> Parameters { get; init; }

    public EquatableArray<MemberModel> Inputs { get; init; }

    /// <summary>Fields of unit white noise.</summary>
    public EquatableArray<MemberModel> Noises { get; init; }

    /// <summary>Helper properties that equations name, each after those it names itself.</summary>
    public EquatableArray<HelperModel> Helpers { get; init; }

    public SpikeModel? Spike { get; init; }

    public ResetModel? Reset { get; init; }

    /// <summary>The parameter that holds the refractory period, or null.</summary>
    public string? Refractory { get; init; }

    public HelperModel? Output { get; init; }

    /// <summary>The solvers to emit, the default first; empty for a pure map.</summary>
    public EquatableArray<Solver> Solvers { get; init; }

    /// <summary>The solvers to emit layers for, the default first; empty for a pure map.</summary>
    public EquatableArray<Solver> TrainingSolvers { get; init; }

    public required Target Targets { get; init; }

    /// <summary>The fixed-point forms to emit.</summary>
    public EquatableArray<FixedModel> Fixed { get; init; }

    /// <summary>Whether arithmetic may be done in another order than written.</summary>
    public bool Reassociate { get; init; } = true;

    /// <summary>The intended time step, 0 where none is declared.</summary>
    public double Dt { get; init; }

    public bool HasDerivatives => States.Any(s => s.Equation.Kind == EquationKind.Derivative);

    /// <summary>Without a reset, a spike is an upward crossing of the condition, which needs the condition's last value.</summary>
    public bool CountsCrossings => Spike is not null && Reset is null;

    /// <summary>The expression with helpers and the spike condition written out: over states, parameters, inputs and noise alone.</summary>
    public Expression Inline(Expression expression) => Algebra.Substitute(expression, s => s.Kind switch
    {
        SymbolKind.Helper => Inline(Helpers.First(h => h.Name == s.Name).Expression),
        SymbolKind.Condition => Inline(Spike!.Condition),
        _ => null,
    });

    public ISet<string> StatesReadBy(Expression expression)
    {
        HashSet<string> names = [];
        Algebra.Mentions(Inline(expression), s => s.Kind == SymbolKind.State && names.Add(s.Name) && false);
        return names;
    }
}

/// <summary>The precision a neuron computes in: that of its members.</summary>
internal enum Precision
{
    Single,
    Double,
}

/// <summary>A named member with what is declared of it.</summary>
internal record MemberModel(string Name)
{
    public string? Unit { get; init; }

    public (double Low, double High)? Range { get; init; }

    /// <summary>What it starts with, where its initialiser is a constant; null where only a run tells.</summary>
    public double? Value { get; init; }

    /// <summary>The value that its initialiser or [Initial] property gives, read for fixed point alone; NaN where it is not a constant.</summary>
    public double Default { get; init; }

    /// <summary>The first sentence of its documentation, if any.</summary>
    public string? Summary { get; init; }
}

/// <summary>A state with the equation that moves it.</summary>
internal sealed record StateModel(string Name, EquationModel Equation) : MemberModel(Name)
{
    public bool Receives { get; init; }

    /// <summary>The property that gives its initial value, or null for the field's initialiser.</summary>
    public string? InitialProperty { get; init; }
}

internal sealed record ParameterModel(string Name) : MemberModel(Name)
{
    public bool Learnable { get; init; }
}

internal enum EquationKind
{
    Derivative,
    Update,
}

/// <summary>An equation: the user's property, its text, and what it says.</summary>
internal sealed record EquationModel(EquationKind Kind, string Property, string Text, Expression Expression);

/// <summary>A helper or output property.</summary>
internal sealed record HelperModel(string Name, string Text, Expression Expression);

/// <summary>The spike condition and the argument and slope of its surrogate.</summary>
/// <param name="Property">The user's property.</param>
/// <param name="Text">Its text.</param>
/// <param name="Condition">The condition.</param>
/// <param name="Margin">The surrogate's argument, positive above threshold; null where the condition is compound and no margin is given.</param>
/// <param name="Slope">The surrogate's derivative over the symbol <see cref="SurrogateFunctions.Argument"/>.</param>
/// <param name="SmoothStep">The surrogate itself, whose derivative the slope is; null where it has no elementary form.</param>
internal sealed record SpikeModel(string Property, string Text, Expression Condition, Expression? Margin, Expression Slope, Expression? SmoothStep);

/// <summary>The reset: for each state it may change, in order of first assignment, the value it ends with as a function of the states before.</summary>
internal sealed record ResetModel(string Method, string Text, bool Detach, EquatableArray<AssignmentModel> Assignments);

/// <summary>One state's value after the reset.</summary>
/// <param name="State">The state.</param>
/// <param name="Value">Its value, over the values before the reset.</param>
/// <param name="Clamps">Whether refractoriness holds the state: it is assigned with a plain <c>=</c>.</param>
internal sealed record AssignmentModel(string State, Expression Value, bool Clamps);
