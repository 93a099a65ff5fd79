using Microsoft.CodeAnalysis;
using NeuronDsl.Generator.Model;

namespace NeuronDsl.Generator.Diagnostics;

/// <summary>A diagnostic that compares by value, as the generator's steps need it.</summary>
internal sealed record DiagnosticInfo(DiagnosticDescriptor Descriptor, LocationInfo Location, EquatableArray<string> Arguments)
{
    public Diagnostic ToDiagnostic() => Diagnostic.Create(Descriptor, Location.ToLocation(), [.. Arguments]);
}
