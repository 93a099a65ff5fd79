using System;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NeuronDsl.Generator.Syntax;

namespace NeuronDsl.Generator.Incremental;

/// <summary>A neuron's class and all that it depends on: where both are equal, so is what is read of it.</summary>
internal sealed record Located(TypeDeclarationSyntax Node, Fingerprint Around);

/// <summary>
/// A class to be read in a compilation. It compares by the class alone, so that a new compilation leads to no reading; the compilation is held
/// weakly, as the step that made it may be remembered long after.
/// </summary>
internal sealed class Unread(Located located, WeakReference<Compilation> compilation) : IEquatable<Unread>
{
    private readonly Located _located = located;
    private readonly WeakReference<Compilation> _compilation = compilation;

    public Result Read(CancellationToken token) => _compilation.TryGetTarget(out Compilation? compilation)
        ? NeuronReader.Read(compilation, _located.Node, token)
        : throw new InvalidOperationException("A class was read after its compilation was gone.");

    public bool Equals(Unread? other) => _located.Equals(other?._located);

    public override bool Equals(object? obj) => obj is Unread other && Equals(other);

    public override int GetHashCode() => _located.GetHashCode();
}
