using System;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NeuronDsl.Generator.Syntax;

namespace NeuronDsl.CodeFixes;

/// <summary>Spells a name as the neuron does: C# itself reports what it does not know, in an equation or in <c>nameof</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MisspeltNameFix)), Shared]
public sealed class MisspeltNameFix : NeuronCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["CS0103"];

    /// <inheritdoc/>
    protected override async Task OfferAsync(
        Document document, SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, Action<string, Func<SyntaxNode>> offer, CancellationToken token)
    {
        if (node is not IdentifierNameSyntax name || ClassAround(node) is not { } type) return;
        if (await document.GetSemanticModelAsync(token).ConfigureAwait(false) is not { } model || model.GetDeclaredSymbol(type, token) is not { } symbol) return;
        if (!symbol.GetAttributes().Any(a => a.AttributeClass?.ToDisplayString() == "NeuronDsl.NeuronAttribute")) return;
        string[] members = [.. symbol.GetMembers().Where(m => m is IFieldSymbol or IPropertySymbol && m.CanBeReferencedByName).Select(m => m.Name)];
        if (NearMiss.Find(name.Identifier.ValueText, members) is not { } near) return;
        offer($"Write '{near}'", () => root.ReplaceNode(name, name.WithIdentifier(SyntaxFactory.Identifier(near).WithTriviaFrom(name.Identifier))));
    }
}
