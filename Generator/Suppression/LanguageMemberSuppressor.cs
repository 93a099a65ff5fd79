using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using NeuronDsl.Generator.Syntax;

namespace NeuronDsl.Generator.Suppression;

/// <summary>
/// Silences what editor and analyzers say of a neuron's members in ignorance of the language: that an equation is never used, that a state could
/// be readonly, that a parameter should not be a visible field.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LanguageMemberSuppressor : DiagnosticSuppressor
{
    private const string Why = "The member is part of a neuron: the build reads it, and emitted code uses it";

    private static readonly string[] Suppressed =
    [
        "IDE0051", "IDE0052", "IDE0044", "IDE1006", "CS0169", "CS0414", "CS0649",
        "CA1051", "CA1707", "CA1708", "CA1805", "CA1819", "CA1822", "CA1823", "CA1720", "CA1715",
    ];

    // Helpers are named as the literature does, and read from members that are not static; whether anything reads them is for others to say.
    private static readonly HashSet<string> OfHelpers = ["IDE1006", "CA1707", "CA1708", "CA1715", "CA1720", "CA1822"];

    private static readonly Dictionary<string, SuppressionDescriptor> Descriptors =
        Suppressed.ToDictionary(id => id, id => new SuppressionDescriptor("NDSLS" + id, id, Why));

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = [.. Descriptors.Values];

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (Diagnostic diagnostic in context.ReportedDiagnostics)
        {
            if (diagnostic.Location.SourceTree is not { } tree || !Descriptors.TryGetValue(diagnostic.Id, out SuppressionDescriptor? descriptor)) continue;
            SyntaxNode node = tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan);
            SyntaxNode? declaration = node.AncestorsAndSelf().FirstOrDefault(n => n is VariableDeclaratorSyntax or MemberDeclarationSyntax);
            if (declaration is FieldDeclarationSyntax field) declaration = field.Declaration.Variables[0];
            if (declaration is null or TypeDeclarationSyntax) continue;
            ISymbol? member = context.GetSemanticModel(tree).GetDeclaredSymbol(declaration, context.CancellationToken);
            if (member is not null && (IsOfLanguage(member) || (OfHelpers.Contains(diagnostic.Id) && IsHelper(member)))) context.ReportSuppression(Microsoft.CodeAnalysis.Diagnostics.Suppression.Create(descriptor, diagnostic));
        }
    }

    private static bool IsOfLanguage(ISymbol member) => member.GetAttributes().Any(a => Vocabulary.WordOf(a) is not null);

    private static bool IsHelper(ISymbol member) =>
        member is IPropertySymbol or IMethodSymbol && member.ContainingType?.GetAttributes().Any(a => Vocabulary.WordOf(a) == "Neuron") == true;
}
