using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using NeuronDsl.Generator.Model;

namespace NeuronDsl.Generator.Diagnostics;

/// <summary>What is wrong with one neuron, in the order found.</summary>
internal sealed class DiagnosticBag
{
    private readonly List<DiagnosticInfo> _items = [];

    public EquatableArray<DiagnosticInfo> Items => _items;

    public int Count => _items.Count;

    /// <summary>Whether no right program can be emitted: an error was reported, here or by the C# compiler.</summary>
    public bool Failed { get; private set; }

    /// <summary>Reports once, however often the same place is read: an inlined method is read at each of its calls.</summary>
    public void Report(DiagnosticDescriptor descriptor, Location location, params object[] arguments) => ReportWithFix(descriptor, location, null, arguments);

    /// <summary>Reports, and says what the marked text should read instead, for the editor to offer.</summary>
    public void ReportWithFix(DiagnosticDescriptor descriptor, Location location, string? replacement, params object[] arguments)
    {
        DiagnosticInfo item = new(descriptor, LocationInfo.From(location), arguments.Select(a => Convert.ToString(a, CultureInfo.InvariantCulture)).ToList(), replacement);
        if (!_items.Contains(item)) _items.Add(item);
        Failed |= descriptor.DefaultSeverity == DiagnosticSeverity.Error;
    }

    /// <summary>How far reporting has come.</summary>
    public DiagnosticMark Mark() => new(_items.Count, Failed);

    /// <summary>Forgets what was reported since: a reading that was only tried.</summary>
    public void Return(DiagnosticMark mark)
    {
        _items.RemoveRange(mark.Count, _items.Count - mark.Count);
        Failed = mark.Failed;
    }

    /// <summary>Notes an error of C# itself, which the C# compiler reports.</summary>
    public void LeaveToCompiler() => Failed = true;
}

/// <summary>How many diagnostics there were, and whether they were errors.</summary>
internal readonly record struct DiagnosticMark(int Count, bool Failed);
