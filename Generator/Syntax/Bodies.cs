using System.Linq;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NeuronDsl.Generator.Syntax;

/// <summary>The bodies of properties and methods: where they stand and how they read.</summary>
internal static class Bodies
{
    /// <summary>The body of a property that only computes: what follows its arrow, or its getter's block. Null for any other property.</summary>
    public static SyntaxNode? BodyOf(IPropertySymbol property, CancellationToken token)
    {
        property = property.PartialImplementationPart ?? property;
        if (property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(token) is not PropertyDeclarationSyntax declaration) return null;
        if (declaration.ExpressionBody is { } arrow) return arrow;
        return declaration.AccessorList is { Accessors: [{ RawKind: (int)SyntaxKind.GetAccessorDeclaration } getter] }
            ? (SyntaxNode?)getter.ExpressionBody ?? getter.Body
            : null;
    }

    /// <summary>The body of a method whose source is at hand, null for any other.</summary>
    public static SyntaxNode? BodyOf(IMethodSymbol method, CancellationToken token)
    {
        method = method.PartialImplementationPart ?? method;
        return method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(token) is MethodDeclarationSyntax declaration
            ? (SyntaxNode?)declaration.ExpressionBody ?? declaration.Body
            : null;
    }

    /// <summary>What a body says: the expression after the arrow or of the only <c>return</c>, else the block's contents.</summary>
    public static string Text(SyntaxNode body) => body switch
    {
        ArrowExpressionClauseSyntax arrow => Join(arrow.Expression),
        BlockSyntax { Statements: [ReturnStatementSyntax { Expression: { } value }] } => Join(value),
        BlockSyntax block => string.Join(" ", block.Statements.Select(Join)),
        _ => Join(body),
    };

    /// <summary>Where a body says it.</summary>
    public static Location Location(SyntaxNode body) => body switch
    {
        ArrowExpressionClauseSyntax arrow => arrow.Expression.GetLocation(),
        BlockSyntax block when block.Statements.OfType<ReturnStatementSyntax>().LastOrDefault()?.Expression is { } value => value.GetLocation(),
        _ => body.GetLocation(),
    };

    /// <summary>The text on one line: comments are dropped, and what stands between two words becomes one space.</summary>
    public static string Join(SyntaxNode node)
    {
        StringBuilder text = new();
        bool apart = false;
        foreach (SyntaxToken token in node.DescendantTokens())
        {
            if (text.Length > 0 && (apart || token.HasLeadingTrivia)) text.Append(' ');
            text.Append(token.Text);
            apart = token.HasTrailingTrivia;
        }

        return text.ToString();
    }
}
