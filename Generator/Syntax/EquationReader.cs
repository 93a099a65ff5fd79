using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using NeuronDsl.Generator.Diagnostics;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;
using SymbolKind = NeuronDsl.Generator.Symbolics.SymbolKind;

namespace NeuronDsl.Generator.Syntax;

/// <summary>
/// Reads the properties that compute: equations, initial values, the output and the margin, and finds the state that each belongs to.
/// </summary>
internal sealed class EquationReader(NeuronSource source, PropertyReader properties, IReadOnlyList<Variable> variables, Precision precision)
{
    private bool _misdirected;

    /// <summary>The states in order, each with its equation and initial value.</summary>
    public List<StateModel> ReadStates()
    {
        Dictionary<ISymbol, MarkedMember> equations = ByState("equation", Vocabulary.Derivative, Vocabulary.Update);
        Dictionary<ISymbol, MarkedMember> initials = ByState("initial value", Vocabulary.Initial);
        List<StateModel> states = [];
        foreach (Variable state in variables.Where(v => v.Kind == SymbolKind.State))
        {
            MarkedMember? initial = initials.TryGetValue(state.Symbol, out MarkedMember? found) ? found : null;
            if (initial is not null) Read(initial);
            if (equations.TryGetValue(state.Symbol, out MarkedMember? equation))
            {
                if (Read(equation) is { } read) states.Add(State(state, equation, read, initial));
            }
            else if (!_misdirected)
            {
                source.Diagnostics.Report(Descriptors.StateWithoutEquation, state.Symbol.Locations[0], state.Symbol.Name);
            }
        }

        return states;
    }

    /// <summary>A property that computes a number, null where it cannot be read, which is then reported.</summary>
    public HelperModel? Read(MarkedMember member)
    {
        IPropertySymbol property = (IPropertySymbol)member.Symbol;
        if (!CheckShape(source, member, TermType.Real)) return null;
        SpecialType expected = precision == Precision.Double ? SpecialType.System_Double : SpecialType.System_Single;
        if (property.Type.SpecialType != expected) VariableReader.ReportMixed(source, property, property.Type.SpecialType, expected);
        Expression? value = properties.Read(property, member.Location);
        return value is null ? null : new(property.Name, Bodies.Text(Bodies.BodyOf(property, source.Token)!), value);
    }

    /// <summary>Whether a property computes what its role needs: a number, or a truth value.</summary>
    public static bool CheckShape(NeuronSource source, MarkedMember member, TermType needed)
    {
        IPropertySymbol property = (IPropertySymbol)member.Symbol;
        if (property.Type is IErrorTypeSymbol)
        {
            source.Diagnostics.LeaveToCompiler();
            return false;
        }

        bool fits = needed == TermType.Real
            ? property.Type.SpecialType is SpecialType.System_Single or SpecialType.System_Double
            : property.Type.SpecialType == SpecialType.System_Boolean;
        string? fault = property switch
        {
            { IsStatic: true } => "static",
            _ when !fits => $"of type '{property.Type.ToDisplayString()}'",
            _ when Bodies.BodyOf(property, source.Token) is null => "one that stores a value",
            _ => null,
        };
        if (fault is null) return true;
        string need = needed == TermType.Real ? "a property that computes a float or double" : "a property that computes a bool";
        source.Diagnostics.Report(Descriptors.WrongMember, member.Location, member.Word, need, member.Name, fault);
        return false;
    }

    private StateModel State(Variable state, MarkedMember equation, HelperModel read, MarkedMember? initial)
    {
        EquationKind kind = equation.Word == Vocabulary.Derivative ? EquationKind.Derivative : EquationKind.Update;
        return new(state.Name, new(kind, read.Name, read.Text, read.Expression))
        {
            Unit = state.Declared.Unit,
            Range = state.Declared.Range,
            Value = state.Declared.Value,
            Summary = state.Declared.Summary,
            Receives = source.Mark(state.Symbol, Vocabulary.Receives) is not null,
            InitialProperty = initial is null ? null : initial.Symbol.Name,
        };
    }

    private Dictionary<ISymbol, MarkedMember> ByState(string what, params string[] words)
    {
        Dictionary<ISymbol, MarkedMember> members = new(SymbolEqualityComparer.Default);
        foreach (MarkedMember member in source.Marked(words))
        {
            if (member.Text is not { } name || !source.Resolves(member.Attribute.Argument(0)))
            {
                source.Diagnostics.LeaveToCompiler();
                _misdirected = true;
            }
            else if (variables.FirstOrDefault(v => v.Symbol.Name == name) is not { Kind: SymbolKind.State } state)
            {
                source.Diagnostics.ReportWithFix(Descriptors.UnknownState, member.LocationOfArgument(0), Near(name) is { } near ? $"nameof({near})" : null, name, source.Type.Name, Advice(name));
                _misdirected = true;
            }
            else if (members.TryGetValue(state.Symbol, out MarkedMember? first))
            {
                source.Diagnostics.Report(Descriptors.SecondEquation, member.Location, member.Name, what, name, first.Name);
            }
            else
            {
                members.Add(state.Symbol, member);
            }
        }

        return members;
    }

    private string Advice(string name)
    {
        if (variables.FirstOrDefault(v => v.Symbol.Name == name) is { } variable) return $"it is marked [{variable.Kind}]";
        return Near(name) is { } near ? $"perhaps '{near}' is meant" : $"its states are {string.Join(", ", States)}";
    }

    private IEnumerable<string> States => variables.Where(v => v.Kind == SymbolKind.State).Select(v => v.Symbol.Name);

    private string? Near(string name) => variables.Any(v => v.Symbol.Name == name) ? null : NearMiss.Find(name, States);
}
