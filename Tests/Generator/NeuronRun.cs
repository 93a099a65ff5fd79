using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using NeuronDsl.Generator.Model;

namespace NeuronDsl.Tests.Generator;

/// <summary>What the generator made of some sources.</summary>
/// <param name="Models">The models read, in source order.</param>
/// <param name="Diagnostics">What it reported.</param>
/// <param name="Sources">What it emitted, by hint name.</param>
/// <param name="Output">The sources together with what it emitted.</param>
internal sealed record NeuronRun(
    IReadOnlyList<NeuronModel> Models,
    IReadOnlyList<Diagnostic> Diagnostics,
    IReadOnlyList<(string HintName, string Text)> Sources,
    Compilation Output)
{
    private readonly Lazy<IReadOnlyList<Diagnostic>> _compiled = new(() => Output.GetDiagnostics());

    /// <summary>What the generator reported that leaves a neuron without a right program.</summary>
    public IEnumerable<Diagnostic> Errors => Diagnostics.Where(d => d.DefaultSeverity == DiagnosticSeverity.Error);

    /// <summary>Errors of C# in the sources and in what was emitted.</summary>
    public IEnumerable<Diagnostic> CompilerErrors => _compiled.Value.Where(d => d.DefaultSeverity == DiagnosticSeverity.Error);

    /// <summary>All that C# objects to, be it a warning only, in what was emitted.</summary>
    public IEnumerable<Diagnostic> FaultsOfEmitted => _compiled.Value
        .Where(d => d.Severity > DiagnosticSeverity.Hidden)
        .Where(d => Sources.Any(s => d.Location.SourceTree?.FilePath.EndsWith(s.HintName, StringComparison.Ordinal) ?? false));
}
