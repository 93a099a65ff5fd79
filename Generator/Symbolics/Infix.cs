using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace NeuronDsl.Generator.Symbolics;

/// <summary>Expressions as people write them: operators between their operands, with no more parentheses than needed.</summary>
internal static class Infix
{
    // How strongly an operator binds; functions and names bind strongest.
    private const int Atom = 10;

    private static readonly Dictionary<Function, (string Operator, int Strength)> Operators = new()
    {
        [Functions.Or] = ("||", 1),
        [Functions.And] = ("&&", 2),
        [Functions.Equal] = ("==", 3),
        [Functions.NotEqual] = ("!=", 3),
        [Functions.Less] = ("<", 4),
        [Functions.LessOrEqual] = ("<=", 4),
        [Functions.Greater] = (">", 4),
        [Functions.GreaterOrEqual] = (">=", 4),
        [Functions.Add] = ("+", 5),
        [Functions.Subtract] = ("-", 5),
        [Functions.Multiply] = ("*", 6),
        [Functions.Divide] = ("/", 6),
        [Functions.Negate] = ("-", 7),
        [Functions.Not] = ("!", 7),
    };

    /// <summary>The expression's text, in the manner of C#.</summary>
    public static string Text(Expression expression) => expression switch
    {
        Constant { Type: TermType.Real } c => Number(c.Value),
        Apply a when a.Function == Functions.Select => $"{Operand(a.Arguments[0], 1)} ? {Operand(a.Arguments[1], 1)} : {Operand(a.Arguments[2], 1)}",
        Apply { Arguments.Length: 1 } a when Operators.TryGetValue(a.Function, out var prefix) =>
            prefix.Operator + Operand(a.Arguments[0], prefix.Strength),
        Apply a when Operators.TryGetValue(a.Function, out var infix) =>
            $"{Operand(a.Arguments[0], infix.Strength)} {infix.Operator} {Operand(a.Arguments[1], infix.Strength + 1)}",
        Apply a => $"{a.Function.Name}({string.Join(", ", a.Arguments.Select(Text))})",
        _ => expression.ToString(),
    };

    private static string Operand(Expression operand, int strength) => Strength(operand) < strength ? $"({Text(operand)})" : Text(operand);

    private static int Strength(Expression expression) => expression switch
    {
        Constant { Value: < 0 } => Operators[Functions.Negate].Strength,
        Apply a when a.Function == Functions.Select => 0,
        Apply a when Operators.TryGetValue(a.Function, out var known) => known.Strength,
        _ => Atom,
    };

    // A float's own digits where the number is one: 0.04 rather than 0.03999999910593033.
    private static string Number(double value) => value == (float)value
        ? ((float)value).ToString("R", CultureInfo.InvariantCulture)
        : value.ToString("R", CultureInfo.InvariantCulture);
}
