using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NeuronDsl.Tests.Generator;

/// <summary>Rewrites a neuron written in float into the same neuron in double: its types, its literals and its functions.</summary>
internal sealed class DoubleTwin : CSharpSyntaxRewriter
{
    public static string Rewrite(string source) => new DoubleTwin().Visit(CSharpSyntaxTree.ParseText(source).GetRoot()).ToFullString();

    public override SyntaxToken VisitToken(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.FloatKeyword => Replace(token, SyntaxFactory.Token(SyntaxKind.DoubleKeyword)),
        SyntaxKind.NumericLiteralToken when token.Value is float => Replace(token, SyntaxFactory.ParseToken(AsDouble(token.Text))),
        _ => token,
    };

    public override SyntaxNode? VisitIdentifierName(IdentifierNameSyntax node) => node.Identifier.ValueText switch
    {
        "MathF" => Rename(node, "Math"),
        "Single" => Rename(node, "Double"),
        _ => node,
    };

    // 1.5f is 1.5, and 1f must not become an integer.
    private static string AsDouble(string literal)
    {
        string digits = literal.TrimEnd('f', 'F');
        return digits.IndexOfAny(['.', 'e', 'E']) < 0 ? digits + ".0" : digits;
    }

    private static SyntaxToken Replace(SyntaxToken old, SyntaxToken replacement) => replacement.WithTriviaFrom(old);

    private static IdentifierNameSyntax Rename(IdentifierNameSyntax node, string name) =>
        node.WithIdentifier(Replace(node.Identifier, SyntaxFactory.Identifier(name)));
}
