using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NeuronDsl.Generator.Incremental;

/// <summary>A hash of text, twice 64 bits: Fowler-Noll-Vo over characters and a multiplicative one beside it. Blanks and comments do not count.</summary>
internal readonly record struct Fingerprint(ulong First, ulong Second)
{
    public Fingerprint With(Fingerprint other) => Mix(other.First).Mix(other.Second);

    /// <summary>The sum of two, whichever comes first.</summary>
    public static Fingerprint operator +(Fingerprint a, Fingerprint b) => unchecked(new(a.First + b.First, a.Second + b.Second));

    public Fingerprint With(string text)
    {
        Fingerprint hash = this;
        foreach (char c in text) hash = hash.Mix(c);
        return hash.Mix(0x1F);
    }

    public Fingerprint With<T>(SyntaxList<T> nodes)
        where T : SyntaxNode
    {
        Fingerprint hash = this;
        foreach (T node in nodes) hash = hash.With(node);
        return hash.Mix(0x1E);
    }

    /// <summary>With the words of a piece of syntax.</summary>
    /// <param name="node">The syntax; null counts too.</param>
    /// <param name="bodies">Whether bodies, accessors' bodies and initialisers count.</param>
    public Fingerprint With(SyntaxNode? node, bool bodies = true)
    {
        Fingerprint hash = Mix(0x1D);
        if (node is null) return hash;
        IEnumerable<SyntaxToken> tokens = bodies ? node.DescendantTokens() : node.DescendantTokens(n => !IsBody(n));
        foreach (SyntaxToken token in tokens) hash = hash.With(token.Text);
        return hash;
    }

    private static bool IsBody(SyntaxNode node) => node is BlockSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax or ConstructorInitializerSyntax;

    private Fingerprint Mix(ulong value) => unchecked(new((First ^ value) * 1099511628211UL, ((Second + value) * 0x9E3779B97F4A7C15UL) ^ (Second >> 29)));
}
