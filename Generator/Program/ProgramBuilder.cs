using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Program;

/// <summary>
/// Builds a <see cref="StepProgram"/>: numbers values, so that what is computed twice is computed once, folds constants and applies the
/// <see cref="Identities"/>.
/// </summary>
internal sealed class ProgramBuilder(Precision precision) : ITerms<Value>
{
    private readonly List<Operation> _operations = [];
    private readonly List<Result> _results = [];
    private readonly Dictionary<Key, Value> _numbers = [];
    private readonly Dictionary<(Function, ImmutableArray<Value>), Value> _wide = new(WideKeys.Instance);

    public Precision Precision { get; } = precision;

    /// <summary>The equation that the operations to come belong to.</summary>
    public string? Note { get; set; }

    public Operation this[Value value] => _operations[value.Index];

    public Rate RateOf(Value value) => _operations[value.Index].Rate;

    public Value Constant(double value, TermType type = TermType.Real) =>
        Number(new Operation { Constant = value, Type = type, Rate = Rate.Constant, Note = Note });

    public Value Load(Symbol symbol) => Number(new Operation
    {
        Symbol = symbol,
        Type = symbol.Type,
        Note = Note,
        Rate = symbol.Kind is SymbolKind.Dt or SymbolKind.Parameter or SymbolKind.Uniform ? Rate.Uniform : Rate.Step,
    });

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

        return Number(new Operation { Function = function, Operands = [.. operands], Type = function.Result, Rate = rate, Note = Note });
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
        arguments = operation.Function == function ? [.. operation.Operands] : [];
        return operation.Function == function;
    }

    bool ITerms<Value>.Same(Value a, Value b) => a == b;

    private Value Number(Operation operation)
    {
        ImmutableArray<Value> operands = operation.Operands;
        Value next = new(_operations.Count);
        if (operands.Length > 3)
        {
            if (_wide.TryGetValue((operation.Function!, operands), out Value wide)) return wide;
            _wide.Add((operation.Function!, operands), next);
        }
        else
        {
            Key key = new(operation);
            if (_numbers.TryGetValue(key, out Value known)) return known;
            _numbers.Add(key, next);
        }

        _operations.Add(operation);
        return next;
    }

    /// <summary>What makes an operation of up to three operands the same as another; asked for with every operation of every pass.</summary>
    private readonly struct Key(Operation operation) : IEquatable<Key>
    {
        private readonly Function? _function = operation.Function;
        private readonly Symbol? _symbol = operation.Symbol;
        private readonly long _constant = BitConverter.DoubleToInt64Bits(operation.Constant);
        private readonly TermType _type = operation.Type;
        private readonly int _first = At(operation, 0), _second = At(operation, 1), _third = At(operation, 2);

        public bool Equals(Key other) =>
            _function == other._function && _first == other._first && _second == other._second && _third == other._third
            && _constant == other._constant && _type == other._type
            && (ReferenceEquals(_symbol, other._symbol) || (_symbol is not null && _symbol.Equals(other._symbol)));

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode() => unchecked(
            ((((((_function?.GetHashCode() ?? _symbol?.GetHashCode() ?? _constant.GetHashCode()) * 31) + _first) * 31) + _second) * 31) + _third);

        private static int At(Operation operation, int operand) => operand < operation.Operands.Length ? operation.Operands[operand].Index : -1;
    }

    private sealed class WideKeys : IEqualityComparer<(Function Function, ImmutableArray<Value> Operands)>
    {
        public static readonly WideKeys Instance = new();

        public bool Equals((Function Function, ImmutableArray<Value> Operands) x, (Function Function, ImmutableArray<Value> Operands) y) =>
            x.Function == y.Function && x.Operands.SequenceEqual(y.Operands);

        public int GetHashCode((Function Function, ImmutableArray<Value> Operands) key) =>
            key.Operands.Aggregate(key.Function.GetHashCode(), (hash, value) => unchecked((hash * 31) + value.Index));
    }
}
