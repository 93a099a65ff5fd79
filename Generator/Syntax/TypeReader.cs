using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NeuronDsl.Generator.Diagnostics;
using NeuronDsl.Generator.Model;

namespace NeuronDsl.Generator.Syntax;

/// <summary>Reads where the neuron's class stands, and whether the build can add to it.</summary>
internal static class TypeReader
{
    public static TypeModel Read(NeuronSource source)
    {
        List<TypeDeclaration> declarations = [];
        for (INamedTypeSymbol? type = source.Type; type is not null; type = type.ContainingType)
        {
            declarations.Insert(0, Declaration(type));
            CheckPartial(source, type);
        }

        CheckClass(source);
        CheckConstructor(source);
        INamespaceSymbol space = source.Type.ContainingNamespace;
        return new(space.IsGlobalNamespace ? null : space.ToDisplayString(), declarations);
    }

    private static TypeDeclaration Declaration(INamedTypeSymbol type)
    {
        string parameters = string.Join(", ", type.TypeParameters.Select(Escape));
        return new(Keyword(type), Escape(type), type.Arity == 0 ? "" : $"<{parameters}>", type.Arity);
    }

    private static string Escape(ISymbol symbol) => SyntaxFacts.GetKeywordKind(symbol.Name) == SyntaxKind.None ? symbol.Name : "@" + symbol.Name;

    private static string Keyword(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Interface } => "interface",
        { TypeKind: TypeKind.Struct, IsRecord: true } => "record struct",
        { TypeKind: TypeKind.Struct } => "struct",
        { IsRecord: true } => "record",
        _ => "class",
    };

    private static void CheckPartial(NeuronSource source, INamedTypeSymbol type)
    {
        TypeDeclarationSyntax declaration = (TypeDeclarationSyntax)type.DeclaringSyntaxReferences[0].GetSyntax(source.Token);
        if (declaration.Modifiers.Any(SyntaxKind.PartialKeyword)) return;
        source.Diagnostics.Report(Descriptors.NotPartial, declaration.Identifier.GetLocation(), source.Type.Name, type.Name);
    }

    private static void CheckClass(NeuronSource source)
    {
        string? fault = source.Type switch
        {
            { IsStatic: true } => "static",
            { IsAbstract: true } => "abstract",
            { IsFileLocal: true } => "local to its file",
            _ => null,
        };
        if (fault is not null) source.Diagnostics.Report(Descriptors.UnsupportedClass, source.Type.Locations[0], source.Type.Name, fault);
    }

    private static void CheckConstructor(NeuronSource source)
    {
        INamedTypeSymbol type = source.Type;
        if (type.IsStatic) return;
        if (!type.InstanceConstructors.Any(c => c.Parameters.All(p => p.IsOptional)))
        {
            source.Diagnostics.Report(Descriptors.NeedsConstructor, type.Locations[0], type.Name, "every constructor takes arguments");
        }

        foreach (ISymbol member in type.GetMembers().Where(m => m is IFieldSymbol { IsRequired: true } or IPropertySymbol { IsRequired: true }))
        {
            source.Diagnostics.Report(Descriptors.NeedsConstructor, member.Locations[0], type.Name, $"'{member.Name}' is required");
        }
    }
}
