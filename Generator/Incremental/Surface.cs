using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NeuronDsl.Generator.Incremental;

/// <summary>
/// What one file declares that the meaning of a name elsewhere may depend on, by syntax alone: types with their members, constants and the
/// bodies of static functions, but no other body, no comment and no place. Made once for a tree.
/// </summary>
internal sealed class Surface
{
    private static readonly ConditionalWeakTable<SyntaxTree, Surface> Known = new();

    private readonly List<Declaration> _declarations = [];

    private Surface(SyntaxNode root)
    {
        if (root is not CompilationUnitSyntax unit) return;
        foreach (UsingDirectiveSyntax use in unit.Usings)
        {
            if (!use.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword)) continue;
            GlobalUsings.Add(new Declaration(null, "", default(Fingerprint).With(use), Mentioned(use)));
            if (use.Alias is { } alias && IsNeuron(use.NamespaceOrType)) Aliases.Add(alias.Name.Identifier.ValueText);
        }

        Fingerprint usings = default(Fingerprint).With(unit.Usings);
        foreach (MemberDeclarationSyntax member in unit.Members) Visit(member, null, usings);
        Hash = default;

        // Of a partial type all that is in it: another part of it may be a neuron that inlines a body of this one.
        foreach (Declaration declaration in _declarations) Hash = Hash.With((declaration.Whole ?? declaration).Hash);
        foreach (Declaration use in GlobalUsings) Hash = Hash.With(use.Hash);
    }

    /// <summary>Equal where all that is declared is equal.</summary>
    public Fingerprint Hash { get; }

    public IReadOnlyList<Declaration> Declarations => _declarations;

    public List<Declaration> GlobalUsings { get; } = [];

    /// <summary>The names that global usings give to the attribute that makes a neuron.</summary>
    public List<string> Aliases { get; } = [];

    public static Surface Of(SyntaxTree tree, CancellationToken token)
    {
        if (Known.TryGetValue(tree, out Surface? known)) return known;
        Surface made = new(tree.GetRoot(token));
        return Known.GetValue(tree, _ => made);
    }

    /// <summary>Whether a name ends in that of the attribute that makes a neuron.</summary>
    public static bool IsNeuron(SyntaxNode? name) => name switch
    {
        QualifiedNameSyntax qualified => IsNeuron(qualified.Right),
        AliasQualifiedNameSyntax qualified => IsNeuron(qualified.Name),
        IdentifierNameSyntax simple => simple.Identifier.ValueText is "Neuron" or "NeuronAttribute",
        _ => false,
    };

    /// <summary>The identifiers in a piece of syntax, each once; what a mistyped attribute or a missing type would be called is among them.</summary>
    public static string[] Mentioned(SyntaxNode node)
    {
        HashSet<string> names = [];
        foreach (SyntaxToken token in node.DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.IdentifierToken)) names.Add(token.ValueText);
        }

        return [.. names];
    }

    private void Visit(MemberDeclarationSyntax member, string? container, Fingerprint context)
    {
        switch (member)
        {
            case BaseNamespaceDeclarationSyntax space:
                Fingerprint inside = context.With(space.Name.ToString()).With(space.Usings);
                foreach (string part in space.Name.ToString().Split('.')) Add(null, part.Trim(), inside, []);
                foreach (MemberDeclarationSyntax inner in space.Members) Visit(inner, null, inside);
                break;
            case TypeDeclarationSyntax type:
                string name = type.Identifier.ValueText;
                string[] mentioned = type.BaseList is null ? [] : Mentioned(type.BaseList);
                Fingerprint header = context.With(name).With(type.Modifiers.ToString()).With(type.Keyword.Text)
                    .With(type.TypeParameterList).With(type.BaseList).With(type.ParameterList).With(type.AttributeLists);
                Add(container, name, header, mentioned, type);
                foreach (MemberDeclarationSyntax inner in type.Members) Visit(inner, name, header);
                break;
            case EnumDeclarationSyntax enumeration:
                Add(container, enumeration.Identifier.ValueText, context.With(enumeration), [], enumeration);
                break;
            case DelegateDeclarationSyntax function:
                Add(container, function.Identifier.ValueText, context.With(function), Mentioned(function));
                break;
            case BaseFieldDeclarationSyntax field:
                bool isConstant = field.Modifiers.Any(SyntaxKind.ConstKeyword);
                foreach (VariableDeclaratorSyntax variable in field.Declaration.Variables)
                {
                    Fingerprint own = context.With(field.Modifiers.ToString()).With(field.Declaration.Type).With(field.AttributeLists).With(variable.Identifier.ValueText);
                    Add(container, variable.Identifier.ValueText, isConstant ? own.With(variable) : own, Mentioned(isConstant ? field : field.Declaration.Type));
                }

                break;
            case PropertyDeclarationSyntax property:
                Add(container, property.Identifier.ValueText, context.With(property, bodies: false), Mentioned(property.Type));
                break;
            case MethodDeclarationSyntax method:
                bool inlines = method.Modifiers.Any(SyntaxKind.StaticKeyword) && method.ReturnType is not PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };
                Add(container, method.Identifier.ValueText, context.With(method, bodies: inlines), inlines ? Mentioned(method) : Mentioned(method.ParameterList));
                break;
            case EventDeclarationSyntax happening:
                Add(container, happening.Identifier.ValueText, context.With(happening, bodies: false), []);
                break;
            case GlobalStatementSyntax or IncompleteMemberSyntax:
                break;
            default:
                // Constructors, operators and indexers are used without being named.
                Add(container, "", context.With(member, bodies: false), []);
                break;
        }
    }

    private void Add(string? container, string name, Fingerprint hash, string[] mentioned, MemberDeclarationSyntax? type = null)
    {
        bool isPartial = type is not null && type.Modifiers.Any(SyntaxKind.PartialKeyword);
        _declarations.Add(new Declaration(container, name, hash, mentioned)
        {
            IsType = type is not null || container is null,
            Whole = isPartial ? new Declaration(container, name, hash.With(type), Mentioned(type!)) : null,
        });
    }
}

/// <summary>One name that a file declares.</summary>
/// <param name="Container">The type that it is a member of; null for what stands in a namespace.</param>
/// <param name="Name">The name; empty for what has none, such as an operator.</param>
/// <param name="Hash">Its declaration, without bodies that nothing else depends on.</param>
/// <param name="Mentioned">The names in it.</param>
internal sealed record Declaration(string? Container, string Name, Fingerprint Hash, string[] Mentioned)
{
    /// <summary>Whether a name alone may mean it, without that of its container.</summary>
    public bool IsType { get; init; }

    /// <summary>One part of a partial type with all that is in it, for the type whose other part is read.</summary>
    public Declaration? Whole { get; init; }
}
