using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using NeuronDsl.Generator.Diagnostics;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Syntax;

/// <summary>Reads the spike condition, its margin and its surrogate.</summary>
internal static class SpikeReader
{
    public static SpikeModel? Read(NeuronSource source, PropertyReader properties, EquationReader equations, MarkedMember spike)
    {
        (Expression Slope, Expression? SmoothStep)? surrogate = ReadSurrogate(source, properties, spike);
        if (!EquationReader.CheckShape(source, spike, TermType.Bool)) return null;
        HelperModel? margin = source.Single(Vocabulary.Margin) is { } member ? equations.Read(member) : null;
        if (margin is not null && ReadsCondition(margin.Expression, properties))
        {
            source.Diagnostics.Report(Descriptors.Recursion, source.BodyLocation(margin.Name), spike.Name, $"{spike.Name} → {margin.Name} → {spike.Name}");
        }

        IPropertySymbol property = (IPropertySymbol)spike.Symbol;
        if (properties.Read(property, spike.Location) is not { } condition || surrogate is not var (slope, smoothStep)) return null;
        string text = Bodies.Text(Bodies.BodyOf(property, source.Token)!);
        return new(property.Name, text, condition, margin?.Expression ?? MarginOf(condition, properties), slope, smoothStep);
    }

    // The condition stands for itself and its margin: a margin over the condition would have no end.
    private static bool ReadsCondition(Expression expression, PropertyReader properties) => Algebra.Mentions(
        expression,
        s => s.Kind == Symbolics.SymbolKind.Condition
            || (s.Kind == Symbolics.SymbolKind.Helper && ReadsCondition(properties.Helpers.First(h => h.Name == s.Name).Expression, properties)));

    // Positive above threshold: left minus right of > and >=, the other way round for < and <=; null for anything but one comparison.
    private static Expression? MarginOf(Expression condition, PropertyReader properties)
    {
        while (condition is Symbol { Kind: Symbolics.SymbolKind.Helper } helper)
        {
            condition = properties.Helpers.First(h => h.Name == helper.Name).Expression;
        }

        if (condition is not Apply { Arguments: [var left, var right] } comparison) return null;
        if (comparison.Function == Functions.Greater || comparison.Function == Functions.GreaterOrEqual) return left - right;
        if (comparison.Function == Functions.Less || comparison.Function == Functions.LessOrEqual) return right - left;
        return null;
    }

    private static (Expression Slope, Expression? SmoothStep)? ReadSurrogate(NeuronSource source, PropertyReader properties, MarkedMember spike)
    {
        if (spike.Arguments is [{ Value: string name }]) return ReadSmoothStep(source, properties, spike, name);
        if (spike.Arguments is not [{ Value: int value }, { Value: double sharpness }])
        {
            source.Diagnostics.LeaveToCompiler();
            return null;
        }

        Surrogate surrogate = (Surrogate)value;
        if (!Enum.IsDefined(typeof(Surrogate), surrogate))
        {
            source.Diagnostics.Report(Descriptors.UndefinedValue, spike.LocationOfArgument(0), value, nameof(Surrogate));
            return null;
        }

        if (double.IsNaN(sharpness)) sharpness = SurrogateFunctions.DefaultSharpness(surrogate);
        if (sharpness > 0 && !double.IsInfinity(sharpness))
        {
            return (SurrogateFunctions.Slope(surrogate, sharpness), SurrogateFunctions.SmoothStep(surrogate, sharpness));
        }

        source.Diagnostics.Report(Descriptors.InvalidSharpness, LocationOfSharpness(spike), sharpness);
        return null;
    }

    // [Spike(sharpness: -1)] has it in the first place.
    private static Location LocationOfSharpness(MarkedMember spike) =>
        spike.LocationOfArgument(spike.Attribute.Syntax().ArgumentList!.Arguments.Count - 1);

    private static (Expression Slope, Expression? SmoothStep)? ReadSmoothStep(
        NeuronSource source, PropertyReader properties, MarkedMember spike, string name)
    {
        IMethodSymbol? method = source.Type.GetMembers(name).OfType<IMethodSymbol>()
            .FirstOrDefault(m => m is { IsStatic: true, Parameters: [{ RefKind: RefKind.None } x] } && IsReal(x.Type) && IsReal(m.ReturnType));
        if (method is null || Bodies.BodyOf(method, source.Token) is not { } body)
        {
            string type = source.Names.Keys.OfType<IFieldSymbol>().Any(f => f.Type.SpecialType == SpecialType.System_Double) ? "double" : "float";
            source.Diagnostics.Report(Descriptors.InvalidSurrogate, spike.LocationOfArgument(0), name, type);
            return null;
        }

        if (!properties.Underway.TryEnter(method, method.Locations[0], source.Diagnostics)) return null;
        Dictionary<ISymbol, Expression> margin = new(SymbolEqualityComparer.Default)
        {
            [(method.PartialImplementationPart ?? method).Parameters[0]] = SurrogateFunctions.Argument,
        };
        Expression? read = properties.Expressions.ReadBody(body, margin);
        properties.Underway.Leave();
        if (read is null) return null;
        Expression step = properties.Inline(read);
        return (Differentiation.Differentiate(step, SurrogateFunctions.Argument), step);
    }

    private static bool IsReal(ITypeSymbol type) => type.SpecialType is SpecialType.System_Single or SpecialType.System_Double;
}
