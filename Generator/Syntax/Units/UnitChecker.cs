using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using NeuronDsl.Generator.Diagnostics;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;
using NeuronDsl.Generator.Symbolics.Units;

namespace NeuronDsl.Generator.Syntax.Units;

/// <summary>
/// Infers the unit of an expression from those that members declare, and reports contradictions at the term that does not fit. A literal takes
/// whatever unit fits, and so does a member that declares none: what has such a factor has no known unit, written null.
/// </summary>
internal sealed class UnitChecker(NeuronSource source, UnitTable units)
{
    private static readonly IReadOnlyDictionary<ISymbol, Unit?> NoValues = new Dictionary<ISymbol, Unit?>(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, Unit?> _properties = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<(ISymbol Method, EquatableArray<Unit?> Arguments), Unit?> _calls = [];
    private readonly Dictionary<ISymbol, Unit?> _implied = new(SymbolEqualityComparer.Default);
    private int _depth;

    /// <summary>The units that equations give to members which declare none, where all equations give the same.</summary>
    public IEnumerable<(ISymbol Member, Unit Unit)> Implied => _implied.Where(m => m.Value is not null).Select(m => (m.Key, m.Value!));

    /// <summary>Checks a body whose value must have a unit; null where any will do.</summary>
    /// <param name="body">The body.</param>
    /// <param name="expected">The unit.</param>
    /// <param name="what">What has the unit, to begin a message with.</param>
    public void CheckBody(SyntaxNode body, Unit? expected, string what)
    {
        int before = source.Diagnostics.Count;
        Unit? unit = Body(body, NoValues, expected);
        if (source.Diagnostics.Count == before) Require(unit, expected, what, Bodies.Location(body), Bodies.Text(body));
    }

    /// <summary>Reports a unit that is not what it must be.</summary>
    public void Require(Unit? unit, Unit? expected, string what, Location place, string text)
    {
        if (unit is null || expected is null || unit.Equals(expected)) return;
        source.Diagnostics.ReportWithFix(Descriptors.WrongUnit, place, units.Text(expected), what, units.Text(expected), Short(text), units.Text(unit), Advice(unit, expected));
    }

    /// <summary>Checks the statements of a reset: what is assigned to a state has its unit.</summary>
    public void CheckStatements(IOperation operation) => Statements(operation, new Dictionary<ISymbol, Unit?>(SymbolEqualityComparer.Default));

    private void Statements(IOperation operation, Dictionary<ISymbol, Unit?> values)
    {
        switch (operation)
        {
            case IBlockOperation block:
                foreach (IOperation statement in block.Operations) Statements(statement, values);
                break;
            case IConditionalOperation choice:
                Check(choice.Condition, values, null);
                Statements(choice.WhenTrue, values);
                if (choice.WhenFalse is not null) Statements(choice.WhenFalse, values);
                break;
            case IVariableDeclarationGroupOperation declarations:
                Declare(declarations, values);
                break;
            case IExpressionStatementOperation { Operation: ISimpleAssignmentOperation assignment }:
                Assign(assignment.Target, assignment.Value, values);
                break;
            case IExpressionStatementOperation { Operation: ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } assignment }:
                Assign(assignment.Target, assignment.Value, values);
                break;
            case IExpressionStatementOperation { Operation: ICompoundAssignmentOperation assignment }:
                if (Check(assignment.Target, values, null) is not null) PureNumber(assignment.Value, values, $"'{assignment.Syntax.ChildTokens().FirstOrDefault().Text}'");
                break;
        }
    }

    private void Assign(IOperation target, IOperation value, Dictionary<ISymbol, Unit?> values)
    {
        int before = source.Diagnostics.Count;
        Unit? expected = Check(target, values, null), unit = Check(value, values, expected);
        if (target is ILocalReferenceOperation local && expected is null) values[local.Local] = unit;
        if (source.Diagnostics.Count == before) Require(unit, expected, $"'{Bodies.Join(target.Syntax)}'", value.Syntax.GetLocation(), Bodies.Join(value.Syntax));
    }

    private Unit? Body(SyntaxNode body, IReadOnlyDictionary<ISymbol, Unit?> arguments, Unit? expected)
    {
        if (source.OperationOf(body) is not IBlockOperation block) return null;
        Dictionary<ISymbol, Unit?> values = new(SymbolEqualityComparer.Default);
        foreach (KeyValuePair<ISymbol, Unit?> argument in arguments) values[argument.Key] = argument.Value;
        foreach (IOperation statement in block.Operations)
        {
            if (statement is IVariableDeclarationGroupOperation declarations) Declare(declarations, values);
            if (statement is IReturnOperation { ReturnedValue: { } value }) return Check(value, values, expected);
        }

        return null;
    }

    private void Declare(IVariableDeclarationGroupOperation declarations, Dictionary<ISymbol, Unit?> values)
    {
        foreach (IVariableDeclaratorOperation declarator in declarations.Declarations.SelectMany(d => d.Declarators))
        {
            values[declarator.Symbol] = declarator.GetVariableInitializer()?.Value is { } initializer ? Check(initializer, values, null) : null;
        }
    }

    private Unit? Check(IOperation operation, IReadOnlyDictionary<ISymbol, Unit?> values, Unit? expected)
    {
        if (operation.ConstantValue.HasValue) return operation is IFieldReferenceOperation constant ? units.Of(constant.Field) : null;
        switch (operation)
        {
            case IConversionOperation conversion:
                return Check(conversion.Operand, values, expected);
            case IParenthesizedOperation inner:
                return Check(inner.Operand, values, expected);
            case IFieldReferenceOperation field:
                return OfName(field.Field.OriginalDefinition) ?? Imply(field.Field.OriginalDefinition, expected);
            case IPropertyReferenceOperation property:
                return OfName(property.Property.OriginalDefinition) ?? Imply(property.Property.OriginalDefinition, expected);
            case ILocalReferenceOperation local:
                return values.TryGetValue(local.Local, out Unit? known) ? known : null;
            case IParameterReferenceOperation parameter:
                return values.TryGetValue(parameter.Parameter, out Unit? argument) ? argument : null;
            case IUnaryOperation unary:
                return Check(unary.Operand, values, expected);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract }:
                return Alike(Terms(operation), values, expected, "added to");
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply or BinaryOperatorKind.Divide }:
                return Product(operation, values, expected);
            case IBinaryOperation comparison when operation.Type?.SpecialType == SpecialType.System_Boolean:
                bool compares = comparison.LeftOperand.Type?.SpecialType != SpecialType.System_Boolean;
                Alike([comparison.LeftOperand, comparison.RightOperand], values, null, compares ? "compared with" : "beside");
                return null;
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                Check(conditional.Condition, values, null);
                return Alike([conditional.WhenTrue, whenFalse], values, expected, "an alternative to");
            case IInvocationOperation call:
                return Call(call, values, expected);
            default:
                return null;
        }
    }

    private Unit? OfName(ISymbol member)
    {
        if (units.Of(member) is { } declared) return declared;
        if (source.Names.TryGetValue(member, out Symbolics.Symbol? symbol)) return symbol.Kind == Symbolics.SymbolKind.Noise ? units.Time?.Power(-0.5) : null;
        if (member is not IPropertySymbol property || !SymbolEqualityComparer.Default.Equals(property.ContainingType, source.Type)) return null;
        if (_properties.TryGetValue(property, out Unit? known)) return known;
        _properties[property] = null;
        return _properties[property] = Bodies.BodyOf(property, source.Token) is { } body ? Body(body, NoValues, null) : null;
    }

    // A member without a unit where one is needed. It stays unknown, so that order of reading decides nothing.
    private Unit? Imply(ISymbol member, Unit? unit)
    {
        bool isVariable = source.Names.TryGetValue(member, out Symbolics.Symbol? symbol) && symbol.Kind is Symbolics.SymbolKind.State or Symbolics.SymbolKind.Parameter or Symbolics.SymbolKind.Input;
        if (unit is not null && isVariable) _implied[member] = !_implied.TryGetValue(member, out Unit? other) || unit.Equals(other) ? unit : null;
        return null;
    }

    /// <summary>The terms of a sum, from left to right.</summary>
    private static IEnumerable<IOperation> Terms(IOperation operation) => operation switch
    {
        { ConstantValue.HasValue: true } => [operation],
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } sum => Terms(sum.LeftOperand).Concat(Terms(sum.RightOperand)),
        IConversionOperation conversion => Terms(conversion.Operand),
        IParenthesizedOperation inner => Terms(inner.Operand),
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus or UnaryOperatorKind.Plus } sign when IsSum(sign.Operand) => Terms(sign.Operand),
        _ => [operation],
    };

    private static bool IsSum(IOperation operation) => operation switch
    {
        IConversionOperation conversion => IsSum(conversion.Operand),
        IParenthesizedOperation inner => IsSum(inner.Operand),
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus or UnaryOperatorKind.Plus } sign => IsSum(sign.Operand),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract, ConstantValue.HasValue: false } => true,
        _ => false,
    };

    /// <summary>
    /// The unit that all share. Where they do not, those are reported that differ from what is expected if one of them has that, and else from
    /// what most have; the first of them on a tie.
    /// </summary>
    private Unit? Alike(IEnumerable<IOperation> terms, IReadOnlyDictionary<ISymbol, Unit?> values, Unit? expected, string relation)
    {
        List<(IOperation Term, Unit? Unit)> all = [.. terms.Select(t => (t, Check(t, values, expected)))];
        List<(IOperation Term, Unit Unit)> known = [.. all.Where(t => t.Unit is not null).Select(t => (t.Term, t.Unit!))];
        if (known.Count == 0) return null;
        if (known.All(t => t.Unit.Equals(known[0].Unit)))
        {
            if (expected is null) foreach ((IOperation term, Unit? unit) in all.Where(t => t.Unit is null)) Check(term, values, known[0].Unit);
            return known[0].Unit;
        }

        Unit right = known.Any(t => t.Unit.Equals(expected)) ? expected! : known.GroupBy(t => t.Unit).OrderByDescending(g => g.Count()).First().Key;
        (IOperation fitting, Unit fit) = known.First(t => t.Unit.Equals(right));
        foreach ((IOperation term, Unit unit) in known.Where(t => !t.Unit.Equals(right)))
        {
            source.Diagnostics.ReportWithFix(
                Descriptors.UnitsDiffer, Bare(term.Syntax).GetLocation(), units.Text(fit), TextOf(term), units.Text(unit), relation, TextOf(fitting), units.Text(fit), Advice(unit, fit));
        }

        return null;
    }

    private Unit? Product(IOperation operation, IReadOnlyDictionary<ISymbol, Unit?> values, Unit? expected)
    {
        List<(IOperation Factor, int Power)> factors = [];
        Flatten(operation, 1);

        // What a sum among the factors must have follows from the others.
        (IOperation Factor, int Power)[] sums = [.. factors.Where(f => IsSum(f.Factor))];
        Unit? rest = Unit.One;
        Unit others = Unit.One;
        List<(IOperation Factor, int Power)> unknown = [];
        foreach ((IOperation factor, int power) in factors.Where(f => !IsSum(f.Factor)))
        {
            Unit? unit = Check(factor, values, null);
            rest = rest is null || unit is null ? null : rest * unit.Power(power);
            if (unit is null) unknown.Add((factor, power));
            else others *= unit.Power(power);
        }

        foreach ((IOperation sum, int power) in sums)
        {
            Unit? needed = sums.Length == 1 && rest is not null && expected is not null ? (expected / rest).Power(power) : null;
            Unit? unit = Check(sum, values, needed);
            rest = rest is null || unit is null ? null : rest * unit.Power(power);
            if (unit is null) unknown.Add((sum, power));
            else others *= unit.Power(power);
        }

        if (expected is not null && unknown.Count == 1) Check(unknown[0].Factor, values, (expected / others).Power(unknown[0].Power));
        return rest;

        void Flatten(IOperation of, int power)
        {
            switch (of)
            {
                case IBinaryOperation { ConstantValue.HasValue: false, OperatorKind: BinaryOperatorKind.Multiply or BinaryOperatorKind.Divide } product:
                    Flatten(product.LeftOperand, power);
                    Flatten(product.RightOperand, product.OperatorKind == BinaryOperatorKind.Divide ? -power : power);
                    break;
                case IConversionOperation { ConstantValue.HasValue: false } conversion:
                    Flatten(conversion.Operand, power);
                    break;
                case IParenthesizedOperation inner:
                    Flatten(inner.Operand, power);
                    break;
                case IUnaryOperation { ConstantValue.HasValue: false, OperatorKind: UnaryOperatorKind.Minus or UnaryOperatorKind.Plus } sign when !IsSum(sign):
                    Flatten(sign.Operand, power);
                    break;
                default:
                    factors.Add((of, power));
                    break;
            }
        }
    }

    private Unit? Call(IInvocationOperation call, IReadOnlyDictionary<ISymbol, Unit?> values, Unit? expected)
    {
        IMethodSymbol method = call.TargetMethod;
        IOperation[] arguments = [.. call.Arguments.OrderBy(a => a.Parameter?.Ordinal).Select(a => a.Value)];
        if (KnownMethods.Find(method) is null) return Inline(method.OriginalDefinition, arguments, values);
        switch (method.Name)
        {
            case "Abs" or "Relu":
                return Check(arguments[0], values, expected);
            case "Min" or "Max":
                return Alike(arguments, values, expected, "compared with");
            case "Clamp":
                return Alike(arguments, values, expected, "compared with");
            case "Sqrt":
                return Check(arguments[0], values, expected?.Power(2))?.Power(0.5);
            case "Cbrt":
                return Check(arguments[0], values, expected?.Power(3))?.Power(1.0 / 3);
            case "Linoid":
                return Alike(arguments, values, expected, "measured by");
            case "Heaviside":
                Check(arguments[0], values, null);
                return Unit.One;
            case "Pow" when arguments[1].ConstantValue is { HasValue: true, Value: { } exponent }:
                return Check(arguments[0], values, null)?.Power(Convert.ToDouble(exponent, CultureInfo.InvariantCulture));
            default:
                foreach (IOperation argument in arguments) PureNumber(argument, values, method.Name);
                return Unit.One;
        }
    }

    private void PureNumber(IOperation argument, IReadOnlyDictionary<ISymbol, Unit?> values, string function)
    {
        if (Check(argument, values, Unit.One) is not { } unit || unit.Equals(Unit.One)) return;
        source.Diagnostics.Report(Descriptors.NotPureNumber, Bare(argument.Syntax).GetLocation(), function, TextOf(argument), units.Text(unit));
    }

    private Unit? Inline(IMethodSymbol method, IOperation[] arguments, IReadOnlyDictionary<ISymbol, Unit?> values)
    {
        Unit?[] given = [.. arguments.Select(a => Check(a, values, null))];
        if (!method.IsStatic || _depth > 20 || Bodies.BodyOf(method, source.Token) is not { } body) return null;
        if (_calls.TryGetValue((method, given), out Unit? known)) return known;
        IMethodSymbol implementation = method.PartialImplementationPart ?? method;
        Dictionary<ISymbol, Unit?> parameters = new(SymbolEqualityComparer.Default);
        for (int i = 0; i < Math.Min(given.Length, implementation.Parameters.Length); i++) parameters[implementation.Parameters[i]] = given[i];
        _depth++;
        Unit? result = Body(body, parameters, null);
        _depth--;
        return _calls[(method, given)] = result;
    }

    private static string Advice(Unit unit, Unit expected) => unit.IsLike(expected)
        ? $"scale it by {(unit.Scale / expected.Scale).ToString("G6", CultureInfo.InvariantCulture)}, or declare the unit that is meant"
        : "look for a factor too many or too few, or declare the unit that is meant";

    private static string TextOf(IOperation term) => Short(Bodies.Join(Bare(term.Syntax)));

    private static string Short(string text) => text.Length <= 60 ? text : text.Substring(0, 57) + "...";

    private static SyntaxNode Bare(SyntaxNode syntax) => syntax is ParenthesizedExpressionSyntax inner ? Bare(inner.Expression) : syntax;
}
