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

namespace NeuronDsl.CodeFixes;

/// <summary>Declares the unit that the equation needs, of the member that does not fit: its attribute is corrected, or added where it has none.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnitFix)), Shared]
public sealed class UnitFix : NeuronCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["NDSL0037", "NDSL0038", "NDSL0051"];

    /// <inheritdoc/>
    protected override Task OfferAsync(
        Document document, SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, Action<string, Func<SyntaxNode>> offer, CancellationToken token)
    {
        if (!diagnostic.Properties.TryGetValue("Replacement", out string? unit) || unit is null) return Task.CompletedTask;
        string name = node switch
        {
            IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
            VariableDeclaratorSyntax field => field.Identifier.ValueText,
            PropertyDeclarationSyntax property => property.Identifier.ValueText,
            _ => "",
        };

        // What a helper has, its own equation says: it is that which does not fit then.
        MemberDeclarationSyntax? member = ClassAround(node)?.Members.FirstOrDefault(m => m.AttributeLists.Count > 0 && (
            m is PropertyDeclarationSyntax p && p.Identifier.ValueText == name
            || (m is FieldDeclarationSyntax f && f.Declaration.Variables.Count == 1 && f.Declaration.Variables[0].Identifier.ValueText == name)));
        if (member is not null) offer($"Declare '{name}' in {unit}", () => root.ReplaceNode(member, Declare(member, unit)));
        return Task.CompletedTask;
    }

    private static MemberDeclarationSyntax Declare(MemberDeclarationSyntax member, string unit)
    {
        AttributeArgumentListSyntax arguments = SyntaxFactory.ParseAttributeArgumentList($"({SymbolDisplay.FormatLiteral(unit, quote: true)})")!;
        AttributeSyntax? known = member.AttributeLists.SelectMany(l => l.Attributes).FirstOrDefault(a => a.Name.ToString().Split('.').Last() is "Unit" or "UnitAttribute");
        if (known is not null) return member.ReplaceNode(known, known.WithArgumentList(arguments));
        AttributeListSyntax list = member.AttributeLists[0];
        AttributeSyntax added = SyntaxFactory.Attribute(SyntaxFactory.ParseName("Unit"), arguments).WithLeadingTrivia(SyntaxFactory.Space);
        return member.ReplaceNode(list, list.AddAttributes(added));
    }
}
