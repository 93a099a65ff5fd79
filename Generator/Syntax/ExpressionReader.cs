using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using NeuronDsl.Generator.Diagnostics;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;
using Symbol = NeuronDsl.Generator.Symbolics.Symbol;

namespace NeuronDsl.Generator.Syntax;

/// <summary>
/// Turns what C# makes of an expression into an <see cref="Expression"/>: constants have C#'s value, conversions between float and double are
/// dropped, static methods are inlined. What it cannot read it reports at the exact place, once, and gives null.
/// </summary>
internal sealed class ExpressionReader(NeuronSource source, PropertyReader properties)
{
    private readonly Dictionary<(ISymbol Method, EquatableArray<Expression> Arguments), Expression?> _inlined = [];

    /// <summary>What a body computes: local variables, if any, and the value that it returns.</summary>
    /// <param name="body">The expression after an arrow, or a block.</param>
    /// <param name="arguments">The values of the method's parameters.</param>
    public Expression? ReadBody(SyntaxNode body, IReadOnlyDictionary<ISymbol, Expression>? arguments = null)
    {
        Dictionary<ISymbol, Expression> values = new(SymbolEqualityComparer.Default);
        foreach (KeyValuePair<ISymbol, Expression> argument in arguments ?? values) values[argument.Key] = argument.Value;
        if (source.OperationOf(body) is not IBlockOperation block) return LeaveToCompiler();
        if (block.Operations.OfType<ILocalFunctionOperation>().FirstOrDefault() is { } local) return Unsupported(local);
        foreach (IOperation statement in block.Operations)
        {
            switch (statement)
            {
                case IVariableDeclarationGroupOperation declarations:
                    if (!Declare(declarations, values)) return null;
                    break;
                case IReturnOperation { ReturnedValue: { } value }:
                    return Read(value, values);
                default:
                    return Unsupported(statement);
            }
        }

        return LeaveToCompiler();
    }

    /// <summary>Adds the values of local variables.</summary>
    public bool Declare(IVariableDeclarationGroupOperation group, Dictionary<ISymbol, Expression> values)
    {
        foreach (IVariableDeclaratorOperation declarator in group.Declarations.SelectMany(d => d.Declarators))
        {
            if (declarator.GetVariableInitializer()?.Value is not { } initializer) continue;
            if (Read(initializer, values) is not { } value) return false;
            values[declarator.Symbol] = value;
        }

        return true;
    }

    /// <summary>What an expression says.</summary>
    /// <param name="operation">What C# makes of it.</param>
    /// <param name="values">The values of local variables and method parameters.</param>
    public Expression? Read(IOperation operation, IReadOnlyDictionary<ISymbol, Expression> values)
    {
        if (operation is IInvalidOperation || operation.Type is IErrorTypeSymbol) return LeaveToCompiler();
        if (operation.ConstantValue is { HasValue: true, Value: { } constant }) return ReadConstant(operation, constant);
        return operation switch
        {
            IConversionOperation conversion => ReadConversion(conversion, values),
            IFieldReferenceOperation field => ReadName(field, field.Field, field.Instance),
            IPropertyReferenceOperation { Arguments.Length: 0 } property => ReadName(property, property.Property, property.Instance),
            ILocalReferenceOperation local => ReadValue(local, local.Local, values),
            IParameterReferenceOperation parameter => ReadValue(parameter, parameter.Parameter, values),
            IUnaryOperation unary => ReadUnary(unary, values),
            IBinaryOperation binary => ReadBinary(binary, values),
            IConditionalOperation { WhenFalse: not null, Type: not null } conditional => ReadConditional(conditional, values),
            IInvocationOperation call => ReadCall(call, values),
            _ => Unsupported(operation),
        };
    }

    /// <summary>Reports a construct outside the language.</summary>
    public Expression? Unsupported(
        IOperation operation, string place = "an equation", string advice = "an equation is one expression, of local variables if need be")
    {
        if (operation is IInvalidOperation) return LeaveToCompiler();
        string construct = Constructs.TryGetValue(operation.Kind, out string? known) ? known : $"'{Bodies.Join(operation.Syntax)}'";
        source.Diagnostics.Report(Descriptors.UnsupportedSyntax, Place(operation), construct, place, advice);
        return null;
    }

    private Expression? LeaveToCompiler()
    {
        source.Diagnostics.LeaveToCompiler();
        return null;
    }

    // A float constant keeps its float value, an int constant may become a number: 1 / 2 is 0 here as it is in C#.
    private Expression? ReadConstant(IOperation operation, object value) => value switch
    {
        bool truth => truth ? Constant.True : Constant.False,
        float or double or int or uint or long or ulong or short or ushort or byte or sbyte =>
            new Constant(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        _ => OfUnsupportedType(operation),
    };

    private Expression? ReadConversion(IConversionOperation operation, IReadOnlyDictionary<ISymbol, Expression> values)
    {
        Conversion conversion = operation.GetConversion();
        if (!conversion.Exists || (operation.IsImplicit && conversion.IsExplicit)) return LeaveToCompiler();
        if (conversion.IsUserDefined) return Unsupported(operation);
        bool rounds = operation.Type?.SpecialType == SpecialType.System_Int32 && operation.Operand.Type?.SpecialType != SpecialType.System_Int32;
        return IsComputable(operation.Type) && !rounds ? Read(operation.Operand, values) : OfUnsupportedType(operation);
    }

    private Expression? ReadName(IOperation operation, ISymbol member, IOperation? instance)
    {
        member = member.OriginalDefinition;
        bool own = instance is null or IInstanceReferenceOperation;
        if (own && source.Names.TryGetValue(member, out Symbol? symbol)) return symbol;
        if (own && member is IPropertySymbol property && SymbolEqualityComparer.Default.Equals(property.ContainingType, source.Type)
            && Bodies.BodyOf(property, source.Token) is not null)
        {
            return IsComputable(property.Type) ? properties.Name(property, operation.Syntax.GetLocation()) : OfUnsupportedType(operation);
        }

        string advice = own && SymbolEqualityComparer.Default.Equals(member.ContainingType, source.Type)
            ? "mark it [Parameter], [State] or [Input], or make it const"
            : "use the neuron's own members, or make it const";
        source.Diagnostics.Report(Descriptors.UnknownName, operation.Syntax.GetLocation(), Bodies.Join(operation.Syntax), advice);
        return null;
    }

    private Expression? ReadValue(IOperation operation, ISymbol symbol, IReadOnlyDictionary<ISymbol, Expression> values)
    {
        if (!values.TryGetValue(symbol, out Expression? value)) return Unsupported(operation);
        return IsComputable(operation.Type) ? value : OfUnsupportedType(operation);
    }

    private Expression? ReadUnary(IUnaryOperation operation, IReadOnlyDictionary<ISymbol, Expression> values)
    {
        if (operation.OperatorMethod is not null) return Unsupported(operation);
        if (!IsComputable(operation.Type)) return OfUnsupportedType(operation);
        return Read(operation.Operand, values) is { } operand ? KnownOperators.Find(operation.OperatorKind, operand) ?? Unsupported(operation) : null;
    }

    private Expression? ReadBinary(IBinaryOperation operation, IReadOnlyDictionary<ISymbol, Expression> values)
    {
        if (operation.OperatorMethod is not null) return Unsupported(operation);
        bool rounds = operation is { OperatorKind: BinaryOperatorKind.Divide, Type.SpecialType: SpecialType.System_Int32 };
        if (!IsComputable(operation.Type) || rounds) return OfUnsupportedType(operation);
        Expression? left = Read(operation.LeftOperand, values), right = Read(operation.RightOperand, values);
        if (left is null || right is null) return null;
        return KnownOperators.Find(operation.OperatorKind, left, right) ?? Unsupported(operation);
    }

    private Expression? ReadConditional(IConditionalOperation operation, IReadOnlyDictionary<ISymbol, Expression> values)
    {
        if (!IsComputable(operation.Type)) return OfUnsupportedType(operation);
        Expression? condition = Read(operation.Condition, values);
        Expression? whenTrue = Read(operation.WhenTrue, values), whenFalse = Read(operation.WhenFalse!, values);
        if (condition is null || whenTrue is null || whenFalse is null) return null;
        return KnownOperators.Choose(condition, whenTrue, whenFalse);
    }

    private Expression? ReadCall(IInvocationOperation call, IReadOnlyDictionary<ISymbol, Expression> values)
    {
        IMethodSymbol method = call.TargetMethod;
        Func<Expression[], Expression>? known = KnownMethods.Find(method);
        bool inlinable = known is null && method is { IsStatic: true, MethodKind: MethodKind.Ordinary };
        SyntaxNode? body = inlinable ? Bodies.BodyOf(method, source.Token) : null;
        if (known is null && body is null)
        {
            SyntaxNode place = call.Syntax is InvocationExpressionSyntax invocation ? invocation.Expression : call.Syntax;
            source.Diagnostics.Report(Descriptors.UnknownFunction, place.GetLocation(), Bodies.Join(place), KnownMethods.Listing);
            return null;
        }

        if (!IsComputable(call.Type)) return OfUnsupportedType(call);
        Expression?[] arguments = new Expression?[method.Parameters.Length];
        foreach (IArgumentOperation argument in call.Arguments) arguments[argument.Parameter!.Ordinal] = Read(argument.Value, values);
        if (arguments.Contains(null)) return null;
        return known is not null ? known(arguments!) : Inline(call, method.OriginalDefinition, body!, arguments!);
    }

    private Expression? Inline(IInvocationOperation call, IMethodSymbol method, SyntaxNode body, Expression[] arguments)
    {
        if (_inlined.TryGetValue((method, arguments), out Expression? known)) return known;
        if (!properties.Underway.TryEnter(method, call.Syntax.GetLocation(), source.Diagnostics)) return null;
        IMethodSymbol implementation = method.PartialImplementationPart ?? method;
        Dictionary<ISymbol, Expression> values = new(SymbolEqualityComparer.Default);
        for (int i = 0; i < arguments.Length; i++) values[implementation.Parameters[i]] = arguments[i];
        Expression? value = ReadBody(body, values);
        properties.Underway.Leave();
        return _inlined[(method, arguments)] = value;
    }

    private Expression? OfUnsupportedType(IOperation operation)
    {
        string type = operation.Type?.ToDisplayString() ?? "void";
        source.Diagnostics.Report(Descriptors.UnsupportedArithmetic, operation.Syntax.GetLocation(), Bodies.Join(operation.Syntax), type);
        return null;
    }

    // An int is a number like any other, as in "x > 0 ? 1 : 0", until it is divided or cut off from a float.
    private static bool IsComputable(ITypeSymbol? type) =>
        type is { SpecialType: SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Boolean or SpecialType.System_Int32 };

    // A statement is marked by its first word, an expression as a whole.
    private static Location Place(IOperation operation) => operation.Syntax switch
    {
        LocalFunctionStatementSyntax function => function.Identifier.GetLocation(),
        ExpressionStatementSyntax statement => statement.Expression.GetLocation(),
        StatementSyntax statement => statement.GetFirstToken().GetLocation(),
        var syntax => syntax.GetLocation(),
    };

    private static readonly Dictionary<OperationKind, string> Constructs = new()
    {
        [OperationKind.AnonymousFunction] = "a lambda",
        [OperationKind.ArrayCreation] = "an array",
        [OperationKind.ArrayElementReference] = "an array",
        [OperationKind.Await] = "'await'",
        [OperationKind.CompoundAssignment] = "an assignment",
        [OperationKind.Conditional] = "an if statement",
        [OperationKind.Decrement] = "an assignment",
        [OperationKind.DelegateCreation] = "a delegate",
        [OperationKind.Increment] = "an assignment",
        [OperationKind.IsPattern] = "a pattern",
        [OperationKind.LocalFunction] = "a local function",
        [OperationKind.Loop] = "a loop",
        [OperationKind.ObjectCreation] = "a new object",
        [OperationKind.SimpleAssignment] = "an assignment",
        [OperationKind.Switch] = "a switch",
        [OperationKind.SwitchExpression] = "a switch",
        [OperationKind.Throw] = "an exception",
        [OperationKind.Try] = "a try statement",
    };
}
