using NeuronDsl.Generator.Diagnostics;
using NeuronDsl.Generator.Model;

namespace NeuronDsl.Generator.Syntax;

/// <summary>What reading a class gave: its model, or none where no right program can be emitted, and what is wrong with it.</summary>
internal sealed record Result(NeuronModel? Model, EquatableArray<DiagnosticInfo> Diagnostics);
