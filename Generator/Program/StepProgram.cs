using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Program;

/// <summary>A value of a program: the index of the operation that makes it.</summary>
internal readonly record struct Value(int Index);

/// <summary>How often a value changes, from never to every step.</summary>
internal enum Rate
{
    /// <summary>Known when compiling.</summary>
    Constant,

    /// <summary>Depends on dt and parameters alone: computed before the loop, once or once per neuron.</summary>
    Uniform,

    /// <summary>Depends on states, inputs or arrivals.</summary>
    Step,
}

/// <summary>One operation in single-assignment form: a constant, the load of a symbol, or a function applied to earlier values.</summary>
internal sealed record Operation
{
    /// <summary>The function applied; null for constants and loads.</summary>
    public Function? Function { get; init; }

    public ImmutableArray<Value> Operands { get; init; } = [];

    /// <summary>The symbol loaded; null for constants and applications.</summary>
    public Symbol? Symbol { get; init; }

    /// <summary>The constant, where there is neither function nor symbol.</summary>
    public double Constant { get; init; }

    public required TermType Type { get; init; }

    public required Rate Rate { get; init; }

    /// <summary>A name for the value in printed code, a suggestion.</summary>
    public string? Name { get; init; }

    /// <summary>The equation this arithmetic belongs to, printed above it.</summary>
    public string? Note { get; init; }

    public bool IsConstant => Function is null && Symbol is null;

    /// <summary>Whether it adds or subtracts.</summary>
    public bool IsSum => Function == Functions.Add || Function == Functions.Subtract;
}

/// <summary>What a program leaves: the new value of a state, the spike, an adjoint.</summary>
internal sealed record Result(Symbol Target, Value Value);

/// <summary>
/// Straight-line code for one time step of one neuron: loads, arithmetic, results. Solvers make it, passes turn it into another, printers
/// write it down. Operations stand in an order in which every operand precedes its use, and no two are the same.
/// </summary>
internal sealed class StepProgram(Precision precision, ImmutableArray<Operation> operations, ImmutableArray<Result> results)
{
    private ProgramUses? _uses;
    private HashSet<Symbol>? _loaded;

    public Precision Precision { get; } = precision;

    /// <summary>Who uses its values.</summary>
    public ProgramUses Uses => _uses ??= new(this);

    public ImmutableArray<Operation> Operations { get; } = operations;

    public ImmutableArray<Result> Results { get; } = results;

    public Operation this[Value value] => Operations[value.Index];

    /// <summary>Whether any operation reads the symbol.</summary>
    public bool Loads(Symbol symbol)
    {
        if (_loaded is null)
        {
            HashSet<Symbol> loaded = [];
            foreach (Operation operation in Operations)
            {
                if (operation.Symbol is { } found) loaded.Add(found);
            }

            _loaded = loaded;
        }

        return _loaded.Contains(symbol);
    }

    /// <summary>The result with that target, or null.</summary>
    public Result? Find(SymbolKind kind, string name = "") => Results.FirstOrDefault(r => r.Target.Kind == kind && (name.Length == 0 || r.Target.Name == name));
}
