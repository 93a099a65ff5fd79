using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NeuronDsl.Generator.Diagnostics;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;
using Symbol = NeuronDsl.Generator.Symbolics.Symbol;
using SymbolKind = NeuronDsl.Generator.Symbolics.SymbolKind;

namespace NeuronDsl.Generator.Syntax.Rules;

/// <summary>An initial value reads parameters and the states declared before its own: they have their values when it is computed.</summary>
internal static class InitialRule
{
    public static void Check(NeuronSource source, NeuronModel model, PropertyReader properties)
    {
        HashSet<string> known = [];
        foreach (StateModel state in model.States)
        {
            if (state.InitialProperty is { } property && source.Property(property) is { } symbol)
            {
                Expression value = properties.Inline(properties.Read(symbol, symbol.Locations[0])!);
                Symbol? early = null;
                if (Algebra.Mentions(value, s => !IsKnown(s) && (early = s) is not null))
                {
                    source.Diagnostics.Report(Descriptors.InvalidInitial, PlaceOf(source, property, early!.Name), state.Name, early.Name, Why(early));
                }
            }

            known.Add(state.Name);
        }

        bool IsKnown(Symbol symbol) => symbol.Kind == SymbolKind.Parameter || (symbol.Kind == SymbolKind.State && known.Contains(symbol.Name));
    }

    // Where the body names it; the whole body where only a helper does.
    private static Location PlaceOf(NeuronSource source, string property, string name)
    {
        SyntaxNode body = Bodies.BodyOf(source.Property(property)!, source.Token)!;
        SyntaxNode? named = body.DescendantNodes().OfType<IdentifierNameSyntax>().FirstOrDefault(n => n.Identifier.ValueText == name);
        return named?.GetLocation() ?? Bodies.Location(body);
    }

    private static string Why(Symbol early) => early.Kind == SymbolKind.State ? "which has no value yet" : $"which is marked [{early.Kind}]";
}
