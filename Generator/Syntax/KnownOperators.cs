using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis.Operations;
using NeuronDsl.Generator.Symbolics;
using static NeuronDsl.Generator.Symbolics.Algebra;

namespace NeuronDsl.Generator.Syntax;

/// <summary>The operators that equations may use, and what each means for numbers and for truth values.</summary>
internal static class KnownOperators
{
    private static readonly Dictionary<BinaryOperatorKind, Function> OnNumbers = new()
    {
        [BinaryOperatorKind.Add] = Functions.Add,
        [BinaryOperatorKind.Subtract] = Functions.Subtract,
        [BinaryOperatorKind.Multiply] = Functions.Multiply,
        [BinaryOperatorKind.Divide] = Functions.Divide,
        [BinaryOperatorKind.LessThan] = Functions.Less,
        [BinaryOperatorKind.LessThanOrEqual] = Functions.LessOrEqual,
        [BinaryOperatorKind.GreaterThan] = Functions.Greater,
        [BinaryOperatorKind.GreaterThanOrEqual] = Functions.GreaterOrEqual,
        [BinaryOperatorKind.Equals] = Functions.Equal,
        [BinaryOperatorKind.NotEquals] = Functions.NotEqual,
    };

    // Equations have no side effects: & and && are one.
    private static readonly Dictionary<BinaryOperatorKind, Func<Expression, Expression, Expression>> OnTruths = new()
    {
        [BinaryOperatorKind.And] = And,
        [BinaryOperatorKind.ConditionalAnd] = And,
        [BinaryOperatorKind.Or] = Or,
        [BinaryOperatorKind.ConditionalOr] = Or,
        [BinaryOperatorKind.ExclusiveOr] = Differ,
        [BinaryOperatorKind.NotEquals] = Differ,
        [BinaryOperatorKind.Equals] = (a, b) => Not(Differ(a, b)),
    };

    private static readonly Dictionary<UnaryOperatorKind, Func<Expression, Expression>> Unary = new()
    {
        [UnaryOperatorKind.Plus] = a => a,
        [UnaryOperatorKind.Minus] = a => -a,
        [UnaryOperatorKind.Not] = Not,
    };

    /// <summary>The meaning of an operator between two operands of one type, null where equations do not know it.</summary>
    public static Expression? Find(BinaryOperatorKind kind, Expression a, Expression b)
    {
        if (a.Type == TermType.Real) return OnNumbers.TryGetValue(kind, out Function function) ? Apply(function, a, b) : null;
        return OnTruths.TryGetValue(kind, out Func<Expression, Expression, Expression> build) ? build(a, b) : null;
    }

    /// <summary>The meaning of an operator before an operand, null where equations do not know it.</summary>
    public static Expression? Find(UnaryOperatorKind kind, Expression a) =>
        Unary.TryGetValue(kind, out Func<Expression, Expression> build) ? build(a) : null;

    /// <summary>condition ? whenTrue : whenFalse, of numbers or of truth values.</summary>
    public static Expression Choose(Expression condition, Expression whenTrue, Expression whenFalse) => whenTrue.Type == TermType.Real
        ? Algebra.Choose(condition, whenTrue, whenFalse)
        : whenTrue.Equals(whenFalse) ? whenTrue : Or(And(condition, whenTrue), And(Not(condition), whenFalse));

    private static Expression And(Expression a, Expression b) => Apply(Functions.And, a, b);

    private static Expression Or(Expression a, Expression b) => Apply(Functions.Or, a, b);

    private static Expression Not(Expression a) => Apply(Functions.Not, a);

    private static Expression Differ(Expression a, Expression b) => Or(And(a, Not(b)), And(Not(a), b));
}
