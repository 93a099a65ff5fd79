using System.Linq;

namespace NeuronDsl.Generator.Model;

/// <summary>Where the neuron's class stands: its namespace and the types around it, from the outermost inwards.</summary>
/// <param name="Namespace">The namespace, null for the global one.</param>
/// <param name="Declarations">The containing types and last the neuron itself, each as it must be declared again.</param>
internal sealed record TypeModel(string? Namespace, EquatableArray<TypeDeclaration> Declarations)
{
    /// <summary>The neuron's own simple name, escaped where it is a keyword.</summary>
    public string Name => Declarations[Declarations.Count - 1].Name;

    /// <summary>Unique in the compilation and fit for a file name: the metadata name with dots.</summary>
    public string HintName => string.Join(".", new[] { Namespace }.Where(n => n is not null)
        .Concat(Declarations.Select(d => d.Arity == 0 ? d.Name : $"{d.Name}-{d.Arity}"))).Replace("@", "");
}

/// <summary>One type's declaration: <c>partial {Keyword} {Name}{TypeParameters}</c>.</summary>
internal sealed record TypeDeclaration(string Keyword, string Name, string TypeParameters, int Arity);
