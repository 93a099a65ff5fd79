using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;

namespace NeuronDsl.Generator.Symbolics;

/// <summary>
/// An immutable expression over named symbols. Equality is structural with the hash computed once, so that expressions can be keys of
/// tables and parts of cached models. Build through <see cref="Algebra"/>, which simplifies as it goes.
/// </summary>
internal abstract class Expression(TermType type, int hash) : IEquatable<Expression>
{
    private readonly int _hash = hash;

    public TermType Type { get; } = type;

    public abstract bool Equals(Expression? other);

    public sealed override bool Equals(object? obj) => obj is Expression other && Equals(other);

    public sealed override int GetHashCode() => _hash;

    public static Expression operator +(Expression a, Expression b) => Algebra.Apply(Functions.Add, a, b);

    public static Expression operator -(Expression a, Expression b) => Algebra.Apply(Functions.Subtract, a, b);

    public static Expression operator *(Expression a, Expression b) => Algebra.Apply(Functions.Multiply, a, b);

    public static Expression operator /(Expression a, Expression b) => Algebra.Apply(Functions.Divide, a, b);

    public static Expression operator -(Expression a) => Algebra.Apply(Functions.Negate, a);

    public static implicit operator Expression(double value) => new Constant(value);
}

/// <summary>A number, or a truth value as 1 and 0.</summary>
internal sealed class Constant(double value, TermType type = TermType.Real) : Expression(type, value.GetHashCode())
{
    public static readonly Constant True = new(1, TermType.Bool);
    public static readonly Constant False = new(0, TermType.Bool);

    public double Value { get; } = value;

    // Equals, not ==: NaN equals itself, and 0 and -0 differ, as a key must.
    public override bool Equals(Expression? other) =>
        other is Constant c && BitConverter.DoubleToInt64Bits(c.Value) == BitConverter.DoubleToInt64Bits(Value) && c.Type == Type;

    public override string ToString() =>
        Type == TermType.Bool ? (Value != 0 ? "true" : "false") : Value.ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>A name.</summary>
internal sealed class Symbol(SymbolKind kind, string name, TermType type = TermType.Real)
    : Expression(type, (StringComparer.Ordinal.GetHashCode(name) * 31) + (int)kind)
{
    public SymbolKind Kind { get; } = kind;

    public string Name { get; } = name;

    public override bool Equals(Expression? other) =>
        ReferenceEquals(this, other) || (other is Symbol s && s.Kind == Kind && s.Name == Name && s.Type == Type);

    public override string ToString() => Name;
}

/// <summary>A function applied to its arguments; operators are functions too.</summary>
internal sealed class Apply : Expression
{
    public Apply(Function function, ImmutableArray<Expression> arguments)
        : base(function.Result, HashOf(function, arguments))
    {
        Function = function;
        Arguments = arguments;
    }

    public Function Function { get; }

    public ImmutableArray<Expression> Arguments { get; }

    public override bool Equals(Expression? other) =>
        ReferenceEquals(this, other) || (other is Apply a && a.GetHashCode() == GetHashCode() && (Alike(this, a) ?? Same(this, a, new HashSet<(Apply, Apply)>(Pairs.Instance))));

    // What was interned has the same arguments as what is like it: nothing needs to be gone into. Null where something does.
    private static bool? Alike(Apply a, Apply b)
    {
        if (a.Function != b.Function || a.Arguments.Length != b.Arguments.Length) return false;
        for (int i = 0; i < a.Arguments.Length; i++)
        {
            Expression x = a.Arguments[i], y = b.Arguments[i];
            if (ReferenceEquals(x, y)) continue;
            if (x is Apply && y is Apply && x.GetHashCode() == y.GetHashCode()) return null;
            if (!x.Equals(y)) return false;
        }

        return true;
    }

    // Expressions share parts: without a memory of what was compared, a chain of doublings would be compared exponentially often.
    private static bool Same(Apply a, Apply b, HashSet<(Apply, Apply)> equal)
    {
        if (ReferenceEquals(a, b) || equal.Contains((a, b))) return true;
        if (a.GetHashCode() != b.GetHashCode() || a.Function != b.Function || a.Arguments.Length != b.Arguments.Length) return false;
        for (int i = 0; i < a.Arguments.Length; i++)
        {
            bool same = a.Arguments[i] is Apply x && b.Arguments[i] is Apply y ? Same(x, y, equal) : a.Arguments[i].Equals(b.Arguments[i]);
            if (!same) return false;
        }

        equal.Add((a, b));
        return true;
    }

    private sealed class Pairs : IEqualityComparer<(Apply A, Apply B)>
    {
        public static readonly Pairs Instance = new();

        public bool Equals((Apply A, Apply B) x, (Apply A, Apply B) y) => ReferenceEquals(x.A, y.A) && ReferenceEquals(x.B, y.B);

        public int GetHashCode((Apply A, Apply B) pair) => pair.A.GetHashCode();
    }

    public override string ToString() => $"{Function.Name}({string.Join(", ", Arguments.Select(a => a.ToString()))})";

    private static int HashOf(Function function, IEnumerable<Expression> arguments)
    {
        int hash = StringComparer.Ordinal.GetHashCode(function.Name);
        foreach (Expression argument in arguments) hash = unchecked((hash * 31) + argument.GetHashCode());
        return hash;
    }
}
