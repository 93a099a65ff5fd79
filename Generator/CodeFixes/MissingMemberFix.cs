using System;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NeuronDsl.CodeFixes;

/// <summary>Adds what is missing, to be filled in: the equation of a state, the spike that a role waits for, the reset behind it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MissingMemberFix)), Shared]
public sealed class MissingMemberFix : NeuronCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["NDSL0013", "NDSL0021"];

    /// <inheritdoc/>
    protected override Task OfferAsync(
        Document document, SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, Action<string, Func<SyntaxNode>> offer, CancellationToken token)
    {
        if (ClassAround(node) is not { } type) return Task.CompletedTask;
        if (diagnostic.Id == "NDSL0013")
        {
            string state = root.FindToken(diagnostic.Location.SourceSpan.Start).ValueText, real = TypeOf(type, state);
            offer($"Add the derivative of '{state}'", () => Add(root, type, $"[Derivative(nameof({state}))] {real} {Free(type, "D" + state)} => 0;"));
            offer($"Add the next value of '{state}'", () => Add(root, type, $"[Update(nameof({state}))] {real} {Free(type, "Next" + state)} => {state};"));
            return Task.CompletedTask;
        }

        string? first = StateOf(type);
        if (first is null) return Task.CompletedTask;
        string spike = $"[Spike] bool {Free(type, "Fires")} => {first} >= 1;";
        offer("Add a spike", () => Add(root, type, spike));
        if (HasReset(type)) return Task.CompletedTask;
        offer("Add a spike and a reset", () =>
        {
            SyntaxNode added = Add(root, type, spike);
            TypeDeclarationSyntax again = added.DescendantNodes().OfType<TypeDeclarationSyntax>().First(t => t.SpanStart == type.SpanStart);
            return Add(added, again, $"[Reset] void {Free(type, "Reset")}() => {first} = 0;");
        });
        return Task.CompletedTask;
    }

    private static bool HasReset(TypeDeclarationSyntax type) => type.Members.Any(m => Has(m, "Reset"));

    private static string? StateOf(TypeDeclarationSyntax type) => type.Members.Where(m => Has(m, "State")).Select(m => m switch
    {
        FieldDeclarationSyntax field => field.Declaration.Variables[0].Identifier.ValueText,
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        _ => null,
    }).FirstOrDefault(n => n is not null);

    private static bool Has(MemberDeclarationSyntax member, string word) =>
        member.AttributeLists.SelectMany(l => l.Attributes).Any(a => a.Name.ToString().Split('.').Last() is var name && (name == word || name == word + "Attribute"));

    private static string Free(TypeDeclarationSyntax type, string name)
    {
        while (type.Members.Any(m => m.DescendantTokens().Any(t => t.ValueText == name))) name += "_";
        return name;
    }
}
