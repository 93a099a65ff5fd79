using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;
using Symbol = NeuronDsl.Generator.Symbolics.Symbol;
using SymbolKind = NeuronDsl.Generator.Symbolics.SymbolKind;

namespace NeuronDsl.Generator.Syntax;

/// <summary>Reads properties, each once, and keeps those that equations name as helpers, each after those it names itself.</summary>
internal sealed class PropertyReader
{
    private readonly NeuronSource _source;
    private readonly Dictionary<IPropertySymbol, Expression?> _read = new(SymbolEqualityComparer.Default);
    private readonly List<HelperModel> _helpers = [];
    private readonly IPropertySymbol? _spike;

    public PropertyReader(NeuronSource source, MarkedMember? spike)
    {
        _source = source;
        _spike = spike?.Symbol as IPropertySymbol;
        Expressions = new ExpressionReader(source, this);
    }

    public ExpressionReader Expressions { get; }

    public Underway Underway { get; } = new();

    /// <summary>The helpers so far, in the order of dependence.</summary>
    public IReadOnlyList<HelperModel> Helpers => _helpers;

    /// <summary>What a property computes, null where it cannot be read, which is then reported.</summary>
    public Expression? Read(IPropertySymbol property, Location place)
    {
        if (_read.TryGetValue(property, out Expression? known)) return known;
        if (!Underway.TryEnter(property, place, _source.Diagnostics)) return null;
        Expression? value = Expressions.ReadBody(Bodies.BodyOf(property, _source.Token)!);
        Underway.Leave();
        return _read[property] = value;
    }

    /// <summary>A property named in an equation: the spike condition by itself, every other property as a helper.</summary>
    public Expression? Name(IPropertySymbol property, Location place)
    {
        if (Read(property, place) is not { } value) return null;
        string name = property.Name;
        if (SymbolEqualityComparer.Default.Equals(property, _spike)) return new Symbol(SymbolKind.Condition, name, TermType.Bool);
        if (_helpers.All(h => h.Name != name)) _helpers.Add(new(name, Bodies.Text(Bodies.BodyOf(property, _source.Token)!), value));
        return new Symbol(SymbolKind.Helper, name, value.Type);
    }

    /// <summary>The expression with helpers and the spike condition written out.</summary>
    public Expression Inline(Expression expression) => Algebra.Substitute(expression, s => s.Kind switch
    {
        SymbolKind.Helper => Inline(_helpers.First(h => h.Name == s.Name).Expression),
        SymbolKind.Condition when _spike is not null && _read[_spike] is { } condition => Inline(condition),
        _ => null,
    });
}
