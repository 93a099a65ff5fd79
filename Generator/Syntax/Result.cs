using NeuronDsl.Generator.Diagnostics;
using NeuronDsl.Generator.Model;

namespace NeuronDsl.Generator.Syntax;

/// <summary>What reading a class gave: its model, or none where no right program can be emitted, and what is wrong with it.</summary>
internal sealed record Result(NeuronModel? Model, EquatableArray<DiagnosticInfo> Diagnostics)
{
    /// <summary>Where the members of a neuron stand that has fixed-point forms: what is found of them is found after reading.</summary>
    public EquatableArray<Place> Places { get; init; }
}

/// <summary>Where a member of a neuron says what it says.</summary>
internal sealed record Place(string HintName, string Member, LocationInfo Location);
