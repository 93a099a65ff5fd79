using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NeuronDsl.CodeFixes;

/// <summary>A mend for some diagnostics: what it offers at a piece of syntax, each with a title.</summary>
public abstract class NeuronCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root) return;
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (!root.FullSpan.Contains(diagnostic.Location.SourceSpan)) continue;
            SyntaxNode node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            await OfferAsync(context.Document, root, node, diagnostic, Register, context.CancellationToken).ConfigureAwait(false);

            void Register(string title, Func<SyntaxNode> change) => context.RegisterCodeFix(
                CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(change())), equivalenceKey: title), diagnostic);
        }
    }

    /// <summary>Offers what there is.</summary>
    /// <param name="document">The file.</param>
    /// <param name="root">Its syntax.</param>
    /// <param name="node">What is marked.</param>
    /// <param name="diagnostic">The diagnostic.</param>
    /// <param name="offer">Takes a title, and the changed root.</param>
    /// <param name="token">Ends it early.</param>
    protected abstract Task OfferAsync(
        Document document, SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, Action<string, Func<SyntaxNode>> offer, CancellationToken token);

    /// <summary>The class around a piece of syntax.</summary>
    protected static TypeDeclarationSyntax? ClassAround(SyntaxNode node) => node.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().FirstOrDefault();

    /// <summary>The class with a member behind those it has.</summary>
    protected static SyntaxNode Add(SyntaxNode root, TypeDeclarationSyntax type, string member)
    {
        SyntaxTrivia indentation = type.Members.LastOrDefault()?.GetLeadingTrivia().LastOrDefault(t => t.IsKind(SyntaxKind.WhitespaceTrivia)) ?? SyntaxFactory.Whitespace("    ");
        MemberDeclarationSyntax added = SyntaxFactory.ParseMemberDeclaration(member)!
            .WithLeadingTrivia(indentation)
            .WithTrailingTrivia(SyntaxFactory.LineFeed);
        return root.ReplaceNode(type, type.AddMembers(added));
    }

    /// <summary>float or double: the type of a member.</summary>
    protected static string TypeOf(TypeDeclarationSyntax type, string member) => type.Members
        .Select(m => m is FieldDeclarationSyntax f && f.Declaration.Variables.Any(v => v.Identifier.ValueText == member) ? f.Declaration.Type
            : m is PropertyDeclarationSyntax p && p.Identifier.ValueText == member ? p.Type : null)
        .FirstOrDefault(t => t is not null)?.ToString() ?? "float";
}
