using System;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using NeuronDsl.Generator.Symbolics;
using Symbol = NeuronDsl.Generator.Symbolics.Symbol;

namespace NeuronDsl.Generator.Syntax.Rules;

/// <summary>
/// Finds the linear-exponential rate a x / (1 - exp(-x / k)) in a quotient, however its signs are arranged, and writes it as
/// <c>a * Neural.Linoid(x, k)</c>. What it writes is compared with the quotient at some points before it is offered.
/// </summary>
internal static class LinearExponential
{
    /// <param name="division">The quotient.</param>
    /// <param name="symbol">The state or input along which it is 0/0.</param>
    /// <param name="atZero">The value of an operation there.</param>
    /// <param name="valueAt">The value of an operation where the symbol has a value.</param>
    /// <returns>The text; null where the quotient is something else.</returns>
    public static string? Rewrite(IBinaryOperation division, Symbol symbol, Func<IOperation, double> atZero, Func<IOperation, double, double> valueAt)
    {
        if (Bare(division.RightOperand) is not IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } difference || ExponentOf(difference) is not { } exponent) return null;
        double zero = ZeroOf(exponent, valueAt);
        double slope = valueAt(exponent, zero + 1) - valueAt(exponent, zero);
        if (double.IsNaN(zero) || slope == 0 || Math.Abs(valueAt(exponent, zero + 2) - (2 * slope)) > 1e-6 * Math.Abs(slope)) return null;

        // k from the exponent, x from the zero, and the factor from the quotient itself.
        double k = -1 / slope;
        double y = 0.7 * k;
        double Quotient(double x) => valueAt(division.LeftOperand, x) / valueAt(division.RightOperand, x);
        double Linoid(double x) => x / (1 - Math.Exp(-x / k));
        double factor = Quotient(zero + y) / Linoid(y);
        foreach (double x in new[] { -2.5 * k, -0.3 * k, 1.9 * k })
        {
            if (!(Math.Abs(Quotient(zero + x) - (factor * Linoid(x))) <= 1e-4 * Math.Abs(factor * Linoid(x)))) return null;
        }

        string suffix = division.Type?.SpecialType == SpecialType.System_Double ? "" : "f";
        string shifted = Short(zero) == 0 ? symbol.Name : zero < 0 ? $"{symbol.Name} + {Literal(-zero, suffix)}" : $"{symbol.Name} - {Literal(zero, suffix)}";
        string rate = $"Neural.Linoid({shifted}, {Literal(k, suffix)})";
        return Short(factor) == 1 ? rate : $"{Literal(factor, suffix)} * {rate}";
    }

    // Of 1 - exp(e) and of exp(e) - 1.
    private static IOperation? ExponentOf(IBinaryOperation difference)
    {
        IOperation left = Bare(difference.LeftOperand), right = Bare(difference.RightOperand);
        if (IsOne(left)) return ExponentOfCall(right);
        return IsOne(right) ? ExponentOfCall(left) : null;
    }

    private static IOperation? ExponentOfCall(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod.Name: "Exp", Arguments: [var argument] } ? argument.Value : null;

    private static bool IsOne(IOperation operation) =>
        operation.ConstantValue is { HasValue: true, Value: IConvertible value and not string } && value.ToDouble(CultureInfo.InvariantCulture) == 1;

    private static IOperation Bare(IOperation operation) => operation switch
    {
        IConversionOperation { ConstantValue.HasValue: false } conversion => Bare(conversion.Operand),
        IParenthesizedOperation inner => Bare(inner.Operand),
        _ => operation,
    };

    // A linear exponent's zero from two of its values.
    private static double ZeroOf(IOperation exponent, Func<IOperation, double, double> valueAt)
    {
        double atZero = valueAt(exponent, 0), slope = valueAt(exponent, 1) - atZero;
        return slope == 0 ? double.NaN : -atZero / slope;
    }

    private static double Short(double value) => Math.Round(value, 6);

    private static string Literal(double value, string suffix) => ((double)(float)Short(value)).ToString("G6", CultureInfo.InvariantCulture) + suffix;
}
