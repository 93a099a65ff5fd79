using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using NeuronDsl.Generator.Analysis;
using NeuronDsl.Generator.Diagnostics;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;
using Symbol = NeuronDsl.Generator.Symbolics.Symbol;
using SymbolKind = NeuronDsl.Generator.Symbolics.SymbolKind;

namespace NeuronDsl.Generator.Syntax.Rules;

/// <summary>
/// Divisors keep away from zero, and comparisons are open. A divisor is reported where a zero was found: at what the members start with, or by
/// a change of sign along one state or input within its bounds. A linear-exponential rate written out has a limit there, and a name.
/// </summary>
internal sealed class SingularityRule(NeuronSource source, NeuronModel model, PropertyReader properties, Setting setting)
{
    // How far a state without declared bounds is followed: potentials in mV, and much else, are within.
    private const double Reach = 200;
    private const int Samples = 400;

    private static readonly IReadOnlyDictionary<ISymbol, Expression> NoValues = new Dictionary<ISymbol, Expression>(SymbolEqualityComparer.Default);

    public void Check()
    {
        IEnumerable<string> names = model.States.Select(s => s.Equation.Property).Concat(model.Helpers.Select(h => h.Name));
        if (model.Spike is { } spike) names = names.Concat([spike.Property]);
        if (model.Output is { } output) names = names.Concat([output.Name]);
        foreach (string name in names.Distinct())
        {
            if (source.Property(name) is not { } property || Bodies.BodyOf(property, source.Token) is not { } body || source.OperationOf(body) is not { } operation) continue;
            foreach (IBinaryOperation binary in operation.Descendants().OfType<IBinaryOperation>().Where(b => !b.ConstantValue.HasValue && IsPlain(b)))
            {
                if (binary.OperatorKind == BinaryOperatorKind.Divide) CheckDivision(binary);
                else if (Compares(binary.OperatorKind)) CheckComparison(binary);
            }
        }
    }

    // What reads a local variable or a method's argument means something else at each place.
    private static bool IsPlain(IOperation operation) => !operation.Descendants().Any(d => d is ILocalReferenceOperation or IParameterReferenceOperation);

    private static bool Compares(BinaryOperatorKind kind) =>
        kind is BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual;

    private Expression? Read(IOperation operation) => properties.Expressions.Read(operation, NoValues) is { } read ? model.Inline(read) : null;

    private void CheckComparison(IBinaryOperation comparison)
    {
        if (Read(comparison.LeftOperand) is not { Type: TermType.Real } left || Read(comparison.RightOperand) is not { } right) return;

        // What parameters alone decide is a choice of the user's.
        bool open = Algebra.Mentions(left, IsVariable) || Algebra.Mentions(right, IsVariable);
        Interval a = Intervals.Of(left, setting.BoundsOf), b = Intervals.Of(right, setting.BoundsOf);
        bool below = a.High < b.Low, above = a.Low > b.High;
        if (!open || (!below && !above)) return;
        bool always = comparison.OperatorKind is BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual ? below : above;
        source.Diagnostics.Report(
            Descriptors.DecidedComparison, comparison.Syntax.GetLocation(), Bodies.Join(comparison.Syntax), always ? "always true" : "never true", Text(a), Text(b));
    }

    private static string Text(Interval interval) => $"{Number(interval.Low)}, {Number(interval.High)}";

    private void CheckDivision(IBinaryOperation division)
    {
        if (Read(division.RightOperand) is not { Type: TermType.Real } divisor || divisor is Constant || !Intervals.Of(divisor, setting.BoundsOf).Contains(0)) return;
        if (ZeroOf(divisor) is not var (symbol, at)) return;
        string place = symbol is null ? "with the values that its members start with" : $"at {symbol.Name} = {Number(at)}";
        if (symbol is not null && Read(division.LeftOperand) is { } dividend && HasLimit(dividend, divisor, symbol, at))
        {
            string? rewritten = LinearExponential.Rewrite(division, symbol, e => Value(Read(e), symbol, at), (e, x) => Value(Read(e), symbol, x));
            string advice = rewritten is null ? "compute the limit there, or use Neural.Linoid or Neural.ExpRel" : $"write {rewritten}";
            source.Diagnostics.ReportWithFix(Descriptors.RemovableSingularity, division.Syntax.GetLocation(), rewritten, Bodies.Join(division.Syntax), place, advice);
            return;
        }

        source.Diagnostics.Report(Descriptors.DivisionByZero, division.RightOperand.Syntax.GetLocation(), Bodies.Join(division.RightOperand.Syntax), place);
    }

    private static bool IsVariable(Symbol symbol) => symbol.Kind is SymbolKind.State or SymbolKind.Input;

    /// <summary>A member and its value that make the expression zero, the others being what they start with; no member where all start with it.</summary>
    private (Symbol? Symbol, double At)? ZeroOf(Expression expression)
    {
        HashSet<Symbol> symbols = [];
        Algebra.Mentions(expression, s => symbols.Add(s) && false);
        if (setting.Evaluate(expression) == 0 && !symbols.Any(IsVariable)) return (null, 0);
        foreach (Symbol symbol in symbols.Where(s => IsVariable(s) || setting.RangeOf(s) is not null).OrderBy(s => s.Kind).ThenBy(s => s.Name, StringComparer.Ordinal))
        {
            (double low, double high) = setting.RangeOf(symbol) ?? (-Reach, Reach);
            double[] point = new double[1], value = new double[1];
            Evaluator evaluator = new([expression], [symbol], s => setting.ValueOf(s));
            double before = double.NaN;
            for (int k = 0; k <= Samples; k++)
            {
                double x = low + ((high - low) * k / Samples), y = At(x);
                if (y == 0) return (symbol, x);
                if (y * before < 0 && Bisect(x - ((high - low) / Samples), x) is { } root) return (symbol, root);
                before = y;
            }

            double At(double x)
            {
                point[0] = x;
                evaluator.Evaluate(point, value);
                return value[0];
            }

            // A pole changes sign too, and is no zero.
            double? Bisect(double a, double b)
            {
                double atA = At(a), size = Math.Max(Math.Abs(atA), Math.Abs(At(b)));
                for (int k = 0; k < 60; k++)
                {
                    double middle = 0.5 * (a + b), y = At(middle);
                    if (y * atA > 0) a = middle;
                    else b = middle;
                }

                double root = Math.Abs(b - Math.Round(b, 6)) < 1e-9 ? Math.Round(b, 6) : b;
                return Math.Abs(At(root)) <= 1e-6 * size ? root : null;
            }
        }

        return null;
    }

    private double Value(Expression? expression, Symbol symbol, double at)
    {
        if (expression is null) return double.NaN;
        double[] value = new double[1];
        new Evaluator([expression], [symbol], s => setting.ValueOf(s)).Evaluate([at], value);
        return value[0];
    }

    private bool HasLimit(Expression dividend, Expression divisor, Symbol symbol, double at)
    {
        double step = 1e-3 * Math.Max(1, Math.Abs(at));
        double size = Math.Max(Math.Abs(Value(dividend, symbol, at - step)), Math.Abs(Value(dividend, symbol, at + step)));
        return Math.Abs(Value(dividend, symbol, at)) <= 1e-6 * size && size > 0
            && Value(divisor, symbol, at - step) * Value(divisor, symbol, at + step) < 0;
    }

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
