using System;
using System.Collections.Immutable;
using System.Composition;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NeuronDsl.CodeFixes;

/// <summary>Makes the neuron's class, or the one around it, partial.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialFix)), Shared]
public sealed class MakePartialFix : NeuronCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["NDSL0001"];

    /// <inheritdoc/>
    protected override Task OfferAsync(
        Document document, SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, Action<string, Func<SyntaxNode>> offer, CancellationToken token)
    {
        if (ClassAround(node) is { } type)
        {
            offer($"Make '{type.Identifier.ValueText}' partial", () =>
            {
                SyntaxToken partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
                bool first = type.Modifiers.Count == 0;
                SyntaxToken keyword = first ? type.Keyword.WithLeadingTrivia() : type.Keyword;
                if (first) partial = partial.WithLeadingTrivia(type.Keyword.LeadingTrivia);
                return root.ReplaceNode(type, type.WithKeyword(keyword).AddModifiers(partial));
            });
        }

        return Task.CompletedTask;
    }
}
