using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using NeuronDsl.Generator.Model;

namespace NeuronDsl.Generator.Diagnostics;

/// <summary>A diagnostic that compares by value, as the generator's steps need it.</summary>
/// <param name="Descriptor">The rule.</param>
/// <param name="Location">The place.</param>
/// <param name="Arguments">What the message says of it.</param>
/// <param name="Replacement">What the marked text should read instead; null where that is not known.</param>
internal sealed record DiagnosticInfo(DiagnosticDescriptor Descriptor, LocationInfo Location, EquatableArray<string> Arguments, string? Replacement)
{
    /// <summary>The property of a diagnostic that holds the replacement.</summary>
    public const string ReplacementProperty = "Replacement";

    /// <summary>The diagnostic, in its file of the compilation: there <c>#pragma warning</c> and the file's settings apply to it.</summary>
    public Diagnostic ToDiagnostic(Compilation compilation) => Diagnostic.Create(
        Descriptor,
        Location.ToLocation(compilation),
        Replacement is null ? null : ImmutableDictionary<string, string?>.Empty.Add(ReplacementProperty, Replacement),
        [.. Arguments]);
}
