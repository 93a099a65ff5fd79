using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NeuronDsl.Generator.Diagnostics;
using Symbol = NeuronDsl.Generator.Symbolics.Symbol;

namespace NeuronDsl.Generator.Syntax;

/// <summary>The class under reading: its marked members, what their names mean in equations, and what is wrong with them.</summary>
internal sealed class NeuronSource
{
    private readonly Compilation _compilation;
    private readonly Dictionary<SyntaxTree, SemanticModel> _models = [];
    private readonly List<MarkedMember> _marked = [];

    public NeuronSource(INamedTypeSymbol type, AttributeData attribute, Compilation compilation, CancellationToken token)
    {
        Type = type;
        Attribute = attribute;
        Token = token;
        _compilation = compilation;
        foreach (ISymbol member in type.GetMembers())
        {
            foreach (AttributeData marking in member.GetAttributes())
            {
                HasUnknownAttribute |= marking.AttributeClass is null or { TypeKind: TypeKind.Error };
                if (Vocabulary.WordOf(marking) is not { } word) continue;
                if (Vocabulary.Suits(word, member)) _marked.Add(new(member, word, marking));
                else Diagnostics.LeaveToCompiler();
            }
        }

        // Two of one name are an error of C#, and what an equation names would be open.
        IEnumerable<ISymbol> named = type.GetMembers().Where(m => m is IFieldSymbol or IPropertySymbol);
        if (named.GroupBy(m => m.Name).Any(g => g.Count() > 1)) Diagnostics.LeaveToCompiler();
    }

    public INamedTypeSymbol Type { get; }

    /// <summary>Whether C# does not know an attribute of a member: a mistyped word, so that the member's role is open.</summary>
    public bool HasUnknownAttribute { get; }

    /// <summary>The attribute that makes the class a neuron.</summary>
    public AttributeData Attribute { get; }

    public CancellationToken Token { get; }

    public DiagnosticBag Diagnostics { get; } = new();

    /// <summary>The fields and properties that are states, parameters, inputs and noise.</summary>
    public Dictionary<ISymbol, Symbol> Names { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The members marked with one of the words, as declared.</summary>
    public IEnumerable<MarkedMember> Marked(params string[] words) => _marked.Where(m => words.Contains(m.Word));

    /// <summary>The attribute of a member, null where it does not have it.</summary>
    public MarkedMember? Mark(ISymbol member, string word) =>
        _marked.FirstOrDefault(m => m.Word == word && SymbolEqualityComparer.Default.Equals(m.Symbol, member));

    /// <summary>The only member with a word, null where there is none; a second one is reported.</summary>
    public MarkedMember? Single(string word)
    {
        MarkedMember? first = null;
        foreach (MarkedMember member in Marked(word))
        {
            if (first is null) first = member;
            else Diagnostics.Report(Descriptors.DuplicateRole, member.Location, member.Name, word, first.Name);
        }

        return first;
    }

    /// <summary>What C# makes of a piece of syntax, in whichever file it stands.</summary>
    public IOperation? OperationOf(SyntaxNode node)
    {
        Token.ThrowIfCancellationRequested();
        return ModelOf(node.SyntaxTree).GetOperation(node, Token);
    }

    /// <summary>The number that an expression is, null where C# does not know it when compiling.</summary>
    public double? ConstantOf(SyntaxNode node) => ModelOf(node.SyntaxTree).GetConstantValue(node, Token) is { HasValue: true, Value: IConvertible value and not (string or bool or char) }
        ? value.ToDouble(CultureInfo.InvariantCulture)
        : null;

    /// <summary>Whether C# knows what is named in <c>nameof</c>; any other expression counts as known.</summary>
    public bool Resolves(SyntaxNode expression)
    {
        if (expression is not InvocationExpressionSyntax { ArgumentList.Arguments: [var named] } call) return true;
        if (call.Expression is not IdentifierNameSyntax { Identifier.Text: "nameof" }) return true;
        SymbolInfo info = ModelOf(named.SyntaxTree).GetSymbolInfo(named.Expression, Token);
        return info.Symbol is not null || info.CandidateSymbols.Length > 0;
    }

    /// <summary>The property of a name, null where there is none.</summary>
    public IPropertySymbol? Property(string name) => Type.GetMembers(name).OfType<IPropertySymbol>().FirstOrDefault();

    /// <summary>Where a property, or else a method, says what it says.</summary>
    public Location BodyLocation(string name) => Property(name) is { } property && Bodies.BodyOf(property, Token) is { } body
        ? Bodies.Location(body)
        : Type.GetMembers(name)[0].Locations[0];

    private SemanticModel ModelOf(SyntaxTree tree)
    {
        if (!_models.TryGetValue(tree, out SemanticModel? model)) _models[tree] = model = _compilation.GetSemanticModel(tree);
        return model;
    }
}
