using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using NeuronDsl.Generator.Diagnostics;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;
using Symbol = NeuronDsl.Generator.Symbolics.Symbol;
using SymbolKind = NeuronDsl.Generator.Symbolics.SymbolKind;

namespace NeuronDsl.Generator.Syntax;

/// <summary>
/// Reads the reset method and folds its statements, which C# runs one after the other, into one expression per state over the states before
/// the reset: later statements see earlier assignments, and an <c>if</c> becomes a choice.
/// </summary>
internal sealed class ResetReader(NeuronSource source, PropertyReader properties)
{
    // What each assigned state and each local variable holds at this point of the method.
    private Dictionary<Symbol, Expression> _values = [];

    // Local variables as symbols, so that a value is looked up when it is read.
    private readonly Dictionary<ISymbol, Expression> _locals = new(SymbolEqualityComparer.Default);
    private readonly List<Symbol> _assigned = [];
    private readonly HashSet<string> _clamped = [];

    public ResetModel? Read(MarkedMember reset)
    {
        IMethodSymbol method = (IMethodSymbol)reset.Symbol;
        if (!CheckShape(method, reset, out SyntaxNode body)) return null;
        if (source.OperationOf(body) is not IBlockOperation block)
        {
            source.Diagnostics.LeaveToCompiler();
            return null;
        }

        Run(block);
        if (source.Diagnostics.Failed) return null;
        bool detach = reset.Attribute.NamedValue(Vocabulary.Detach) is true;
        IEnumerable<AssignmentModel> assignments = _assigned.Select(s => new AssignmentModel(s.Name, _values[s], _clamped.Contains(s.Name)));
        return new(method.Name, Bodies.Text(body), detach, assignments.ToList());
    }

    private bool CheckShape(IMethodSymbol method, MarkedMember reset, out SyntaxNode body)
    {
        body = Bodies.BodyOf(method, source.Token)!;
        string? fault = method switch
        {
            { IsStatic: true } => "static",
            { IsAsync: true } => "async",
            { ReturnsVoid: false } => "one that returns a value",
            { Parameters.IsEmpty: false } => "one with parameters",
            { IsGenericMethod: true } => "generic",
            _ when body is null => "without a body",
            _ => null,
        };
        if (fault is null) return true;
        source.Diagnostics.Report(Descriptors.WrongMember, reset.Location, reset.Word, "a void method without parameters", reset.Name, fault);
        return false;
    }

    private void Run(IOperation statement)
    {
        switch (statement)
        {
            case IBlockOperation block:
                foreach (IOperation inner in block.Operations) Run(inner);
                break;
            case IConditionalOperation choice:
                RunChoice(choice);
                break;
            case IVariableDeclarationGroupOperation declarations:
                foreach (IVariableDeclaratorOperation declarator in declarations.Declarations.SelectMany(d => d.Declarators)) Declare(declarator);
                break;
            case IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { IsRef: false } assignment }:
                Assign(assignment.Target, Value(assignment.Value), clamps: true);
                break;
            case IExpressionStatementOperation { Operation: ICompoundAssignmentOperation { OperatorMethod: null } assignment }:
                Combine(assignment, assignment.Target, assignment.OperatorKind, Value(assignment.Value));
                break;
            case IExpressionStatementOperation { Operation: IIncrementOrDecrementOperation { OperatorMethod: null } step }:
                Combine(step, step.Target, step.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract, 1);
                break;
            case IReturnOperation { IsImplicit: true } or IEmptyOperation:
                break;
            case IExpressionStatementOperation expression:
                Unsupported(expression.Operation);
                break;
            default:
                Unsupported(statement);
                break;
        }
    }

    private void RunChoice(IConditionalOperation choice)
    {
        Expression? condition = Value(choice.Condition);
        Dictionary<Symbol, Expression> before = _values;
        _values = new(before);
        Run(choice.WhenTrue);
        Dictionary<Symbol, Expression> whenTrue = _values;
        _values = new(before);
        if (choice.WhenFalse is not null) Run(choice.WhenFalse);
        Dictionary<Symbol, Expression> whenFalse = _values;

        // A state that one branch leaves alone keeps its value there; a local variable of one branch ends with it.
        _values = [];
        if (condition is null) return;
        foreach (Symbol symbol in whenTrue.Keys.Union(whenFalse.Keys))
        {
            if (symbol.Kind == SymbolKind.Argument && !before.ContainsKey(symbol)) continue;
            Expression a = whenTrue.TryGetValue(symbol, out Expression? t) ? t : symbol;
            Expression b = whenFalse.TryGetValue(symbol, out Expression? f) ? f : symbol;
            _values[symbol] = a.Equals(b) ? a : KnownOperators.Choose(condition, a, b);
        }
    }

    private void Declare(IVariableDeclaratorOperation declarator)
    {
        // Its value is unknown until it is assigned; C# sees to it that it is not read before.
        Expression? value = declarator.GetVariableInitializer()?.Value is { } initializer ? Value(initializer) : 0;
        Symbol symbol = new(SymbolKind.Argument, declarator.Symbol.Name, value?.Type ?? TermType.Real);
        _locals[declarator.Symbol] = symbol;
        _values[symbol] = value ?? 0;
    }

    private void Combine(IOperation operation, IOperation target, BinaryOperatorKind kind, Expression? value)
    {
        if (Target(target) is not { } symbol || value is null) return;
        if (KnownOperators.Find(kind, Current(symbol), value) is { } combined) Assign(target, combined, clamps: false);
        else Unsupported(operation);
    }

    private void Assign(IOperation target, Expression? value, bool clamps)
    {
        if (Target(target) is not { } symbol || value is null) return;
        _values[symbol] = value;
        if (symbol.Kind != SymbolKind.State) return;
        if (!_assigned.Contains(symbol)) _assigned.Add(symbol);
        if (clamps) _clamped.Add(symbol.Name);
    }

    // The state or local variable that is assigned; anything else is reported.
    private Symbol? Target(IOperation target)
    {
        if (target is ILocalReferenceOperation local && _locals.TryGetValue(local.Local, out Expression? variable)) return (Symbol)variable;
        (ISymbol? member, IOperation? instance) = target switch
        {
            IFieldReferenceOperation field => ((ISymbol)field.Field.OriginalDefinition, field.Instance),
            IPropertyReferenceOperation { Arguments.Length: 0 } property => (property.Property.OriginalDefinition, property.Instance),
            _ => (null, null),
        };
        if (member is null)
        {
            Unsupported(target);
            return null;
        }

        bool named = source.Names.TryGetValue(member, out Symbol? symbol) && instance is IInstanceReferenceOperation;
        if (named && symbol!.Kind == SymbolKind.State) return symbol;

        // What is wrong with a static state was said where it is declared.
        if (member.IsStatic && source.Mark(member, Vocabulary.State) is not null) return null;
        string kind = named ? $"marked [{symbol!.Kind}]" : "not a state of the neuron";
        source.Diagnostics.Report(Descriptors.InvalidAssignment, target.Syntax.GetLocation(), Bodies.Join(target.Syntax), kind);
        return null;
    }

    private Expression? Value(IOperation operation) => properties.Expressions.Read(operation, _locals) is { } read ? Current(read) : null;

    // An expression over what the symbols hold at this point. A helper reads the states anew: it is written out where one of them has changed.
    private Expression Current(Expression expression) => Algebra.Substitute(expression, s => s.Kind switch
    {
        SymbolKind.State or SymbolKind.Argument => _values.TryGetValue(s, out Expression? value) ? value : null,
        SymbolKind.Helper or SymbolKind.Condition when properties.Inline(s) is var inlined && Algebra.Mentions(inlined, _values.ContainsKey) =>
            Current(inlined),
        _ => null,
    });

    private void Unsupported(IOperation operation) =>
        properties.Expressions.Unsupported(operation, "the reset", "a reset assigns states, under conditions if need be");
}
