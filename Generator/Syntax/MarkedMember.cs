using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NeuronDsl.Generator.Syntax;

/// <summary>A member of the neuron with one of its attributes.</summary>
internal sealed record MarkedMember(ISymbol Symbol, string Word, AttributeData Attribute)
{
    public string Name => Symbol.Name;

    /// <summary>The member's identifier.</summary>
    public Location Location => Symbol.Locations[0];

    /// <summary>The attribute's only argument where it is a string, such as <c>nameof(V)</c>; null where C# itself has no value for it.</summary>
    public string? Text => Arguments.FirstOrDefault().Value as string;

    public ImmutableArray<TypedConstant> Arguments => Attribute.ConstructorArguments;

    /// <summary>Where the argument at an index is written; the attribute itself where it is left out.</summary>
    public Location LocationOfArgument(int index) => Attribute.Argument(index).GetLocation();
}

/// <summary>Where attributes say what they say.</summary>
internal static class AttributeLocations
{
    public static AttributeSyntax Syntax(this AttributeData attribute) => (AttributeSyntax)attribute.ApplicationSyntaxReference!.GetSyntax();

    /// <summary>The argument at an index; the attribute itself where it is left out.</summary>
    public static SyntaxNode Argument(this AttributeData attribute, int index)
    {
        AttributeSyntax syntax = attribute.Syntax();
        AttributeArgumentSyntax? argument = syntax.ArgumentList?.Arguments.Where(a => a.NameEquals is null).ElementAtOrDefault(index);
        return argument?.Expression ?? (SyntaxNode)syntax;
    }

    /// <summary>The expression of a named argument, such as that of <c>Solvers = …</c>; null where it is left out.</summary>
    public static ExpressionSyntax? NamedArgument(this AttributeData attribute, string name) =>
        attribute.Syntax().ArgumentList?.Arguments.FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == name)?.Expression;

    /// <summary>The value of a named argument; null where it is left out or C# itself has no value for it.</summary>
    public static object? NamedValue(this AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(a => a.Key == name).Value.Value;
}
