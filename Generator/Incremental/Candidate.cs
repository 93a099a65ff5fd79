using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NeuronDsl.Generator.Incremental;

/// <summary>A class with an attribute that may make it a neuron. Two are equal where they are the same text of the same file, untouched.</summary>
internal sealed class Candidate : IEquatable<Candidate>
{
    // What the emitted part declares: a member of a base class that it would hide counts too.
    private static readonly string[] Emitted =
    [
        "Step", "Initialize", "NeuronLayout", "Description", "Describe", "ValuesOf", "Population", "Layer", "TrainableLayer", "LastOutput", "SeedNoise",
        "EligibleNeurons", "Eligible", "Microcode",
    ];

    private IReadOnlyCollection<string>? _attributes, _mentioned;
    private bool? _isMarked;

    public Candidate(TypeDeclarationSyntax node) => Node = node;

    public TypeDeclarationSyntax Node { get; }

    // One is made for every class at every edit, and mostly found equal to the one before: nothing is worked out before it is asked for.

    /// <summary>The simple names of its attributes.</summary>
    public IReadOnlyCollection<string> Attributes =>
        _attributes ??= [.. Node.AttributeLists.SelectMany(l => l.Attributes).Select(a => SimpleName(a.Name)).Where(n => n.Length > 0)];

    /// <summary>Whether an attribute is called as the one that makes a neuron, or by a name that its file gives to that.</summary>
    public bool IsMarked => _isMarked ??= Node.AttributeLists.SelectMany(l => l.Attributes).Any(a => Surface.IsNeuron(a.Name))
        || Usings(Node).Any(u => u.Alias is { } alias && Surface.IsNeuron(u.NamespaceOrType) && Attributes.Contains(alias.Name.Identifier.ValueText));

    /// <summary>Every name that its meaning may depend on.</summary>
    public IReadOnlyCollection<string> Mentioned => _mentioned ??= Mention();

    /// <summary>What was found of it last; nothing to compare by.</summary>
    public Reach? Reach { get; set; }

    /// <summary>The type's own name and those of the types around it.</summary>
    public IEnumerable<string> OwnNames => Node.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().Select(t => t.Identifier.ValueText);

    public bool Equals(Candidate? other) => ReferenceEquals(Node, other?.Node);

    public override bool Equals(object? obj) => obj is Candidate other && Equals(other);

    public override int GetHashCode() => Node.GetHashCode();

    private HashSet<string> Mention()
    {
        HashSet<string> names = [.. Surface.Mentioned(Node), .. Emitted];
        foreach (UsingDirectiveSyntax use in Usings(Node)) names.UnionWith(Surface.Mentioned(use));
        names.UnionWith(OwnNames);
        foreach (AttributeSyntax attribute in Node.DescendantNodes().OfType<AttributeSyntax>()) names.Add(SimpleName(attribute.Name) + "Attribute");
        return names;
    }

    private static IEnumerable<UsingDirectiveSyntax> Usings(SyntaxNode node) => node.Ancestors().SelectMany(a => a switch
    {
        CompilationUnitSyntax unit => unit.Usings,
        BaseNamespaceDeclarationSyntax space => space.Usings,
        _ => Enumerable.Empty<UsingDirectiveSyntax>(),
    });

    private static string SimpleName(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };
}
