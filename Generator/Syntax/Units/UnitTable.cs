using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NeuronDsl.Generator.Diagnostics;
using NeuronDsl.Generator.Symbolics.Units;

namespace NeuronDsl.Generator.Syntax.Units;

/// <summary>The units that a neuron declares: of its members, and of time by the class.</summary>
internal sealed class UnitTable
{
    private readonly Dictionary<ISymbol, Unit> _units = new(SymbolEqualityComparer.Default);
    private readonly List<string> _texts = [];

    public UnitTable(NeuronSource source)
    {
        foreach (MarkedMember member in source.Marked(Vocabulary.Unit))
        {
            if (Parse(source, member.Attribute) is { } unit && !_units.ContainsKey(member.Symbol)) _units.Add(member.Symbol, unit);
        }

        AttributeData? time = source.Type.GetAttributes().FirstOrDefault(a => Vocabulary.WordOf(a) == Vocabulary.Unit);
        bool isContinuous = source.Marked(Vocabulary.Derivative, Vocabulary.Noise).Any();
        Time = time is not null ? Parse(source, time) : isContinuous && UnitParser.TryParse("ms", out Unit? ms, out _) ? ms : null;
    }

    /// <summary>Whether there is anything to check.</summary>
    public bool IsEmpty => _units.Count == 0;

    /// <summary>The unit of time, and so of the time step: ms where the class says nothing; null where time is counted in steps.</summary>
    public Unit? Time { get; }

    /// <summary>The unit that a member declares, null where it declares none.</summary>
    public Unit? Of(ISymbol member) => _units.TryGetValue(member, out Unit? unit) ? unit : null;

    /// <summary>How to write a unit: as the neuron does, if it does.</summary>
    public string Text(Unit unit) => unit.Text(_texts);

    private Unit? Parse(NeuronSource source, AttributeData attribute)
    {
        if (attribute.ConstructorArguments is not [{ Value: string text }])
        {
            source.Diagnostics.LeaveToCompiler();
            return null;
        }

        if (UnitParser.TryParse(text, out Unit? unit, out string wrong))
        {
            if (!_texts.Contains(text)) _texts.Add(text);
            return unit;
        }

        // A letter too many or too few, or the wrong case.
        string? near = UnitParser.Common.FirstOrDefault(c => string.Equals(c, wrong, StringComparison.OrdinalIgnoreCase)) ?? NearMiss.Find(wrong, UnitParser.Common);
        string advice = near is null ? "units are those of the SI with prefixes, such as mV, uA/cm^2, 1/ms; \"1\" is a pure number" : $"perhaps '{near}' is meant";
        string? mended = near is null || wrong.Length == 0 ? null : SymbolDisplay.FormatLiteral(text.Replace(wrong, near), quote: true);
        source.Diagnostics.ReportWithFix(Descriptors.UnknownUnit, attribute.Argument(0).GetLocation(), mended, wrong.Length == 0 ? text : wrong, advice);
        return null;
    }
}
