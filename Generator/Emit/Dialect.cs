using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Emit;

/// <summary>
/// How the operations of a program are written for one kind of arithmetic: scalar, or vectors of one width. All dialects mean the same
/// numbers to the last bit; what they print is a table, so that a printer knows no operation by name.
/// </summary>
internal abstract class Dialect(Precision precision)
{
    public Precision Precision { get; } = precision;

    /// <summary>What method names end in: <c>Scalar</c>, <c>512</c>.</summary>
    public abstract string Suffix { get; }

    /// <summary>Neurons per value.</summary>
    public abstract int Lanes { get; }

    public abstract string RealType { get; }

    public abstract string BoolType { get; }

    public string ElementType => CSharp.TypeName(Precision);

    public abstract string Constant(double value);

    public abstract string True { get; }

    public abstract string False { get; }

    /// <summary>The same number in every lane, from a scalar expression.</summary>
    public abstract string Broadcast(string scalar);

    /// <summary>The values at an index of a row.</summary>
    public abstract string Load(string row, string index);

    /// <summary>A statement that stores values at an index of a row.</summary>
    public abstract string Store(string value, string row, string index);

    /// <summary>Truth values from the low bits of an integer expression.</summary>
    public abstract string MaskFromBits(string bits);

    /// <summary>
    /// Whether conditions are written out wherever they are used. The runtime's compiler then keeps them in mask registers, and sees that they
    /// are the same; a named one it spreads over a vector.
    /// </summary>
    public virtual bool RepeatsConditions => false;

    /// <summary>The low bits of a ulong from truth values.</summary>
    public abstract string BitsFromMask(string mask);

    /// <summary>The type of a symbol's local.</summary>
    public string TypeOf(Symbol symbol) => symbol.Type == TermType.Bool ? BoolType : RealType;

    /// <summary>Memory holds numbers: a truth value travels as 1 or 0.</summary>
    public string FromTruth(string truth) => string.Format(CultureInfo.InvariantCulture, Format(Functions.Select), truth, Constant(1), Constant(0));

    /// <summary>A symbol's value as memory holds it.</summary>
    public string ToMemory(Symbol symbol, string value) => symbol.Type == TermType.Real ? value : FromTruth(value);

    /// <summary>A symbol's value from what memory holds.</summary>
    public string FromMemory(Symbol symbol, string number) =>
        symbol.Type == TermType.Real ? number : string.Format(CultureInfo.InvariantCulture, Format(Functions.NotEqual), number, Constant(0));

    /// <summary>Whether any lane of a mask is set.</summary>
    public abstract string Any(string mask);

    /// <summary>An operation: {0}, {1}, {2} are its operands. Infix text is parenthesised by the printer where needed.</summary>
    public virtual string Format(Function function) => Table.TryGetValue(function, out string? text)
        ? text
        : throw new InvalidOperationException($"'{function}' reached the {GetType().Name} without being lowered.");

    /// <summary>The same, taken apart once for the thousands of times that it is printed.</summary>
    public Template TemplateOf(Function function) => _templates.GetOrAdd(function, _makeTemplate ??= f => new Template(Format(f)));

    private readonly ConcurrentDictionary<Function, Template> _templates = new();
    private Func<Function, Template>? _makeTemplate;

    protected abstract IReadOnlyDictionary<Function, string> Table { get; }
}
