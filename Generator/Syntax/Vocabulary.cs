using Microsoft.CodeAnalysis;

namespace NeuronDsl.Generator.Syntax;

/// <summary>The attributes of the language, by name.</summary>
internal static class Vocabulary
{
    public const string Namespace = "NeuronDsl";
    public const string Neuron = Namespace + ".NeuronAttribute";
    public const string Fixed = nameof(Fixed);

    public const string State = nameof(State);
    public const string Parameter = nameof(Parameter);
    public const string Refractory = nameof(Refractory);
    public const string Input = nameof(Input);
    public const string Noise = nameof(Noise);
    public const string Receives = nameof(Receives);
    public const string Derivative = nameof(Derivative);
    public const string Update = nameof(Update);
    public const string Initial = nameof(Initial);
    public const string Spike = nameof(Spike);
    public const string Margin = nameof(Margin);
    public const string Reset = nameof(Reset);
    public const string Output = nameof(Output);
    public const string Unit = nameof(Unit);
    public const string Range = nameof(Range);

    // Named arguments.
    public const string TrainingSolvers = "TrainingSolvers";
    public const string Solvers = nameof(Solvers);
    public const string Targets = nameof(Targets);
    public const string Reassociate = nameof(Reassociate);
    public const string Dt = nameof(Dt);
    public const string Detach = nameof(Detach);
    public const string Learnable = nameof(Learnable);
    public const string Bits = nameof(Bits);
    public const string MaxError = nameof(MaxError);
    public const string TableCells = nameof(TableCells);

    /// <summary>The word of the language that an attribute is, null for a foreign one.</summary>
    public static string? WordOf(AttributeData attribute)
    {
        const string Suffix = nameof(System.Attribute);
        if (attribute.AttributeClass is not { ContainingType: null } type || !IsNamespace(type.ContainingNamespace, Namespace)) return null;
        return type.Name.EndsWith(Suffix) ? type.Name.Substring(0, type.Name.Length - Suffix.Length) : null;
    }

    /// <summary>Whether a word can stand on a kind of member; C# itself objects where it cannot.</summary>
    public static bool Suits(string word, ISymbol member) => word switch
    {
        Reset => member is IMethodSymbol,
        Derivative or Update or Initial or Spike or Margin or Output => member is IPropertySymbol,
        _ => member is IFieldSymbol or IPropertySymbol,
    };

    /// <summary>Whether a namespace is the outermost one of a name.</summary>
    public static bool IsNamespace(INamespaceSymbol? space, string name) =>
        space is { ContainingNamespace.IsGlobalNamespace: true } && space.Name == name;
}
