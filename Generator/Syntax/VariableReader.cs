using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NeuronDsl.Generator.Diagnostics;
using NeuronDsl.Generator.Model;
using Symbol = NeuronDsl.Generator.Symbolics.Symbol;
using SymbolKind = NeuronDsl.Generator.Symbolics.SymbolKind;

namespace NeuronDsl.Generator.Syntax;

/// <summary>A field or property that holds a number of the neuron, with what is declared of it.</summary>
internal sealed record Variable(ISymbol Symbol, SymbolKind Kind, MemberModel Declared)
{
    public string Name => Declared.Name;
}

/// <summary>Reads the fields and properties that hold the neuron's numbers: states, parameters, inputs and noise.</summary>
internal static class VariableReader
{
    /// <summary>The variables as declared; their names mean something in equations from now on.</summary>
    public static List<Variable> Read(NeuronSource source)
    {
        List<Variable> variables = [];
        foreach (MarkedMember member in source.Marked(Roles.Variables))
        {
            SymbolKind kind = KindOf(member.Word);
            string name = member.Symbol.Name;
            if (source.Names.ContainsKey(member.Symbol)) continue;
            source.Names.Add(member.Symbol, new Symbol(kind, name));
            CheckWritable(source, member, kind);
            variables.Add(new(member.Symbol, kind, new MemberModel(name)
            {
                Unit = source.Mark(member.Symbol, Vocabulary.Unit)?.Text,
                Range = ReadRange(source, member.Symbol),
                Value = ReadValue(source, member.Symbol),
                Summary = DocumentationReader.Summary(member.Symbol, source.Token),
            }));
        }

        return variables;
    }

    /// <summary>float or double, as most variables are; the odd ones are reported.</summary>
    public static Precision ReadPrecision(NeuronSource source, IReadOnlyList<Variable> variables)
    {
        List<(Variable Variable, SpecialType Type)> computable = [];
        foreach (Variable variable in variables)
        {
            ITypeSymbol type = TypeOf(variable.Symbol);
            if (type is IErrorTypeSymbol) source.Diagnostics.LeaveToCompiler();
            else if (type.SpecialType is SpecialType.System_Single or SpecialType.System_Double) computable.Add((variable, type.SpecialType));
            else source.Diagnostics.Report(Descriptors.UnsupportedType, variable.Symbol.Locations[0], variable.Symbol.Name, type.ToDisplayString());
        }

        SpecialType most = computable.GroupBy(v => v.Type).OrderByDescending(g => g.Count()).FirstOrDefault()?.Key ?? SpecialType.System_Single;
        foreach ((Variable variable, SpecialType type) in computable.Where(v => v.Type != most)) ReportMixed(source, variable.Symbol, type, most);
        return most == SpecialType.System_Double ? Precision.Double : Precision.Single;
    }

    /// <summary>Reports a member in the other precision than the neuron's.</summary>
    public static void ReportMixed(NeuronSource source, ISymbol member, SpecialType type, SpecialType expected) =>
        source.Diagnostics.Report(Descriptors.MixedPrecision, member.Locations[0], member.Name, Keyword(type), Keyword(expected));

    private static string Keyword(SpecialType type) => type == SpecialType.System_Double ? "double" : "float";

    private static SymbolKind KindOf(string word) => word switch
    {
        Vocabulary.State => SymbolKind.State,
        Vocabulary.Input => SymbolKind.Input,
        Vocabulary.Noise => SymbolKind.Noise,
        _ => SymbolKind.Parameter,
    };

    private static ITypeSymbol TypeOf(ISymbol symbol) => symbol is IFieldSymbol field ? field.Type : ((IPropertySymbol)symbol).Type;

    // Object initialisers set parameters, as populations do too: init suits them. Steps write states, users write inputs.
    private static void CheckWritable(NeuronSource source, MarkedMember member, SymbolKind kind)
    {
        string? fault = member.Symbol switch
        {
            IFieldSymbol { IsConst: true } => "const",
            { IsStatic: true } => "static",
            IFieldSymbol { IsReadOnly: true } => "readonly",
            IFieldSymbol => null,
            IPropertySymbol { SetMethod: null } => "without a setter",
            IPropertySymbol { SetMethod.IsInitOnly: true } when kind != SymbolKind.Parameter => "set by initialisers only",
            IPropertySymbol property when !IsAutomatic(source.Type, property) => "computed by its accessors",
            _ => null,
        };
        if (fault is null) return;
        source.Diagnostics.Report(Descriptors.NotWritable, member.Location, member.Name, fault, kind.ToString().ToLowerInvariant());
    }

    private static bool IsAutomatic(INamedTypeSymbol type, IPropertySymbol property) =>
        type.GetMembers().OfType<IFieldSymbol>().Any(f => SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, property));

    private static double? ReadValue(NeuronSource source, ISymbol symbol)
    {
        ExpressionSyntax? initializer = symbol.DeclaringSyntaxReferences[0].GetSyntax(source.Token) switch
        {
            VariableDeclaratorSyntax variable => variable.Initializer?.Value,
            PropertyDeclarationSyntax property => property.Initializer?.Value,
            _ => null,
        };
        double? value = initializer is null ? 0 : source.ConstantOf(initializer);
        if (value is { } number && double.IsNaN(number)) source.Diagnostics.Report(Descriptors.NotANumber, initializer!.GetLocation(), symbol.Name);
        return value;
    }

    private static (double Low, double High)? ReadRange(NeuronSource source, ISymbol symbol)
    {
        if (source.Mark(symbol, Vocabulary.Range) is not { } mark) return null;
        if (mark.Arguments is not [{ Value: double low }, { Value: double high }])
        {
            source.Diagnostics.LeaveToCompiler();
            return null;
        }

        if (low < high) return (low, high);
        source.Diagnostics.Report(Descriptors.InvalidRange, mark.Attribute.Syntax().GetLocation(), low, high);
        return null;
    }
}
