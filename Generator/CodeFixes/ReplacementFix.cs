using System;
using System.Collections.Immutable;
using System.Composition;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace NeuronDsl.CodeFixes;

/// <summary>
/// Writes what the diagnostic itself says should stand there: the state whose name was missed, the unit whose letters were, a solver that is
/// stable, a rate by its name.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReplacementFix)), Shared]
public sealed class ReplacementFix : NeuronCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["NDSL0015", "NDSL0036", "NDSL0040", "NDSL0041", "NDSL0043"];

    /// <inheritdoc/>
    protected override Task OfferAsync(
        Document document, SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, Action<string, Func<SyntaxNode>> offer, CancellationToken token)
    {
        if (diagnostic.Properties.TryGetValue("Replacement", out string? text) && text is not null)
        {
            TextSpan span = diagnostic.Location.SourceSpan;
            offer($"Write '{text}'", () =>
            {
                SourceText changed = root.GetText().WithChanges(new TextChange(span, text));
                return CSharpSyntaxTree.ParseText(changed, (CSharpParseOptions)root.SyntaxTree.Options, cancellationToken: token).GetRoot(token);
            });
        }

        return Task.CompletedTask;
    }
}
