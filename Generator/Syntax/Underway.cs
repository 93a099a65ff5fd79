using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using NeuronDsl.Generator.Diagnostics;

namespace NeuronDsl.Generator.Syntax;

/// <summary>The properties and methods that are being read, each because the one before names it: what comes up again depends on itself.</summary>
internal sealed class Underway
{
    private readonly Stack<ISymbol> _symbols = [];

    /// <summary>Begins a property or method; if it is underway already, reports the circle where it closes.</summary>
    public bool TryEnter(ISymbol symbol, Location place, DiagnosticBag diagnostics)
    {
        if (_symbols.Contains(symbol, SymbolEqualityComparer.Default))
        {
            IEnumerable<string> circle = _symbols.TakeWhile(s => !SymbolEqualityComparer.Default.Equals(s, symbol)).Select(s => s.Name).Reverse();
            diagnostics.Report(Descriptors.Recursion, place, symbol.Name, string.Join(" → ", [symbol.Name, .. circle, symbol.Name]));
            return false;
        }

        _symbols.Push(symbol);
        return true;
    }

    /// <summary>Ends what was begun last.</summary>
    public void Leave() => _symbols.Pop();
}
