using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using NeuronDsl.Generator.Diagnostics;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics.Units;
using NeuronDsl.Generator.Syntax.Units;

namespace NeuronDsl.Generator.Syntax.Rules;

/// <summary>
/// Units agree: of both sides of every equation, of the terms of sums, of what is compared, chosen between and assigned. The derivative of a
/// state has the state's unit over that of time.
/// </summary>
internal static class UnitRule
{
    public static void Check(NeuronSource source, NeuronModel model)
    {
        UnitTable units = new(source);
        if (units.IsEmpty) return;
        UnitChecker checker = new(source, units);
        foreach (StateModel state in model.States)
        {
            Unit? own = Declared(state.Name);
            bool differential = state.Equation.Kind == EquationKind.Derivative;
            Unit? expected = !differential ? own : own is null || units.Time is null ? null : own / units.Time;
            CheckProperty(state.Equation.Property, expected, differential ? $"The derivative of '{state.Name}'" : $"The next value of '{state.Name}'");
            if (state.InitialProperty is { } initial) CheckProperty(initial, own, $"The initial value of '{state.Name}'");
        }

        // What declares a unit itself is held to it; of what does not, the parts are checked.
        foreach (IPropertySymbol property in source.Type.GetMembers().OfType<IPropertySymbol>())
        {
            if (model.Helpers.Any(h => h.Name == property.Name) || units.Of(property) is not null) CheckProperty(property.Name, units.Of(property), $"'{property.Name}'");
        }

        if (model.Spike is { } spike) CheckProperty(spike.Property, null, "");
        if (source.Single(Vocabulary.Margin) is { } margin) CheckProperty(margin.Name, Declared(margin.Name), $"'{margin.Name}'");
        if (model.Output is { } output) CheckProperty(output.Name, Declared(output.Name), $"'{output.Name}'");
        if (source.Single(Vocabulary.Reset) is { Symbol: IMethodSymbol reset } && Bodies.BodyOf(reset, source.Token) is { } body && source.OperationOf(body) is { } statements)
        {
            checker.CheckStatements(statements);
        }

        if (source.Single(Vocabulary.Refractory) is { } refractory)
        {
            checker.Require(units.Of(refractory.Symbol), units.Time, "Time", source.Mark(refractory.Symbol, Vocabulary.Unit)?.LocationOfArgument(0) ?? refractory.Location, refractory.Name);
        }

        foreach ((ISymbol member, Unit unit) in checker.Implied.OrderBy(m => m.Member.Name, StringComparer.Ordinal))
        {
            string text = units.Text(unit);
            if (UnitParser.TryParse(text, out Unit? again, out _) && unit.Equals(again)) source.Diagnostics.ReportWithFix(Descriptors.UnitFollows, member.Locations[0], text, member.Name, text);
        }

        Unit? Declared(string name) => source.Type.GetMembers(name).Select(units.Of).FirstOrDefault(u => u is not null);

        void CheckProperty(string name, Unit? expected, string what)
        {
            if (source.Property(name) is { } property && Bodies.BodyOf(property, source.Token) is { } body) checker.CheckBody(body, expected, what);
        }
    }
}
