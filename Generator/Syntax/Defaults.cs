using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NeuronDsl.Generator.Diagnostics;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;
using Symbol = NeuronDsl.Generator.Symbolics.Symbol;
using SymbolKind = NeuronDsl.Generator.Symbolics.SymbolKind;

namespace NeuronDsl.Generator.Syntax;

/// <summary>
/// The values that parameters and states have in a new neuron, as far as they are constants. Initialisers are not part of the language: what cannot
/// be read is NaN here, and nothing is reported.
/// </summary>
internal sealed class Defaults(NeuronSource source, PropertyReader properties, IReadOnlyList<Variable> variables)
{
    private static readonly Dictionary<ISymbol, Expression> NoLocals = new(SymbolEqualityComparer.Default);

    /// <summary>A state's initial value, that of its [Initial] property before that of its initialiser.</summary>
    public double Of(StateModel state)
    {
        if (state.InitialProperty is not { } property || source.Property(property) is not { } symbol) return Of(state.Name);
        return properties.Read(symbol, symbol.Locations[0]) is { } value ? Fold(properties.Inline(value)) : double.NaN;
    }

    /// <summary>The value of a variable's initialiser, 0 without one.</summary>
    public double Of(string name)
    {
        SyntaxNode? declaration = variables.First(v => v.Name == name).Symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(source.Token);
        EqualsValueClauseSyntax? initializer = declaration switch
        {
            VariableDeclaratorSyntax field => field.Initializer,
            PropertyDeclarationSyntax property => property.Initializer,
            _ => null,
        };
        if (initializer is null) return 0;
        DiagnosticMark mark = source.Diagnostics.Mark();
        Expression? value = source.OperationOf(initializer.Value) is { } operation ? properties.Expressions.Read(operation, NoLocals) : null;
        source.Diagnostics.Return(mark);
        return value is null ? double.NaN : Fold(properties.Inline(value));
    }

    private double Fold(Expression expression)
    {
        Expression folded = Algebra.Substitute(expression, s => s.Kind switch
        {
            SymbolKind.Parameter or SymbolKind.State => Of(s),
            _ => null,
        });
        return folded is Constant constant ? constant.Value : double.NaN;
    }

    private double Of(Symbol symbol) => Of(symbol.Name);
}
