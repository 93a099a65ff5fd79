using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.InteropServices;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Program;

/// <summary>
/// Builds a <see cref="StepProgram"/>: numbers values, so that what is computed twice is computed once, folds constants and applies the
/// <see cref="Identities"/>.
/// </summary>
internal sealed class ProgramBuilder : ITerms<Value>
{
    private readonly List<Operation> _operations;
    private readonly List<Result> _results = [];
    private readonly ValueNumbers _numbers;

    /// <param name="precision">The precision of its numbers.</param>
    /// <param name="capacity">About how many operations there will be.</param>
    public ProgramBuilder(Precision precision, int capacity = 256)
    {
        Precision = precision;
        _operations = new(capacity);
        _numbers = new(_operations, capacity);
    }

    public Precision Precision { get; }

    /// <summary>The equation that the operations to come belong to.</summary>
    public string? Note { get; set; }

    public Operation this[Value value] => _operations[value.Index];

    public Rate RateOf(Value value) => _operations[value.Index].Rate;

    public Value Constant(double value, TermType type = TermType.Real) => Number(null, null, value, type, Rate.Constant, []);

    public Value Load(Symbol symbol) => Number(
        null, symbol, 0, symbol.Type, symbol.Kind is SymbolKind.Dt or SymbolKind.Parameter or SymbolKind.Uniform ? Rate.Uniform : Rate.Step, []);

    public Value Apply(Function function, params Value[] operands)
    {
        if (this.TrySimplify(function, operands, out Value simpler)) return simpler;
        Rate rate = Rate.Constant;
        foreach (Value operand in operands)
        {
            if (RateOf(operand) > rate) rate = RateOf(operand);
        }

        if (rate == Rate.Constant && function != Functions.Spike && function != Functions.Detach)
        {
            return Constant(function.Evaluate([.. operands.Select(o => this[o].Constant)]), function.Result);
        }

        return Number(function, null, 0, function.Result, rate, operands);
    }

    public Value Add(Value a, Value b) => Apply(Functions.Add, a, b);

    public Value Subtract(Value a, Value b) => Apply(Functions.Subtract, a, b);

    public Value Multiply(Value a, Value b) => Apply(Functions.Multiply, a, b);

    public Value Divide(Value a, Value b) => Apply(Functions.Divide, a, b);

    public Value Choose(Value condition, Value whenTrue, Value whenFalse) => Apply(Functions.Select, condition, whenTrue, whenFalse);

    /// <summary>Suggests a name for the value in printed code; the first suggestion stays, and constants and loads keep their own.</summary>
    public Value Named(string name, Value value)
    {
        Operation operation = _operations[value.Index];
        if (operation.Function is not null && operation.Name is null) _operations[value.Index] = operation with { Name = name };
        return value;
    }

    public void SetResult(Symbol target, Value value) => _results.Add(new Result(target, value));

    /// <summary>The program's value of an expression whose symbols have the values that <paramref name="valueOf"/> gives.</summary>
    public Value Evaluate(Expression expression, Func<Symbol, Value> valueOf)
    {
        Dictionary<Expression, Value> done = [];
        return Go(expression);

        Value Go(Expression e)
        {
            if (e is Symbol s) return valueOf(s);
            if (e is Symbolics.Constant c) return Constant(c.Value, c.Type);
            if (done.TryGetValue(e, out Value known)) return known;
            Apply apply = (Apply)e;
            return done[e] = Apply(apply.Function, [.. apply.Arguments.Select(Go)]);
        }
    }

    public StepProgram Build() => new(Precision, [.. _operations], [.. _results]);

    /// <summary>
    /// The program without the operations that no result needs. They are numbered anew where they are, as nobody else has them yet: the builder is spent.
    /// </summary>
    public StepProgram BuildPruned()
    {
        int[] index = new int[_operations.Count];
        foreach (Result result in _results) index[result.Value.Index] = 1;
        for (int i = index.Length - 1; i >= 0; i--)
        {
            if (index[i] == 0) continue;
            foreach (Value operand in _operations[i].Operands) index[operand.Index] = 1;
        }

        ImmutableArray<Operation>.Builder kept = ImmutableArray.CreateBuilder<Operation>(index.Sum());
        for (int i = 0; i < index.Length; i++)
        {
            if (index[i] == 0) continue;
            Value[] operands = ImmutableCollectionsMarshal.AsArray(_operations[i].Operands)!;
            for (int k = 0; k < operands.Length; k++) operands[k] = new(index[operands[k].Index]);
            index[i] = kept.Count;
            kept.Add(_operations[i]);
        }

        _operations.Clear();
        return new StepProgram(Precision, kept.MoveToImmutable(), [.. _results.Select(r => new Result(r.Target, new Value(index[r.Value.Index])))]);
    }

    bool ITerms<Value>.IsConstant(Value term, out double value)
    {
        // As it is printed: 0.1f * 10 is 1 to a float.
        Operation operation = this[term];
        value = Precision == Precision.Single ? (float)operation.Constant : operation.Constant;
        return operation.IsConstant;
    }

    bool ITerms<Value>.IsApplied(Value term, Function function, out Value[] arguments)
    {
        Operation operation = this[term];
        bool applied = operation.Function == function;

        // Identities only read what they are given.
        arguments = applied ? ImmutableCollectionsMarshal.AsArray(operation.Operands)! : [];
        return applied;
    }

    bool ITerms<Value>.Same(Value a, Value b) => a == b;

    private Value Number(Function? function, Symbol? symbol, double constant, TermType type, Rate rate, Value[] operands)
    {
        int hash = ValueNumbers.Hash(function, symbol, constant, operands);
        int known = _numbers.Find(hash, function, symbol, constant, type, operands);
        if (known >= 0) return new(known);
        _operations.Add(new Operation { Function = function, Symbol = symbol, Constant = constant, Operands = [.. operands], Type = type, Rate = rate, Note = Note });
        _numbers.Add(hash);
        return new(_operations.Count - 1);
    }
}
