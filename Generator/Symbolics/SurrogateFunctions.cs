using System;
using static NeuronDsl.Generator.Symbolics.Algebra;

namespace NeuronDsl.Generator.Symbolics;

/// <summary>
/// The built-in surrogates as smooth steps of the margin, and the slopes that stand for the spike's derivative. <see cref="Surrogate"/>
/// documents each; a test integrates every slope and compares it with its step.
/// </summary>
internal static class SurrogateFunctions
{
    /// <summary>The margin, as the argument of steps and slopes.</summary>
    public static readonly Symbol Argument = new(SymbolKind.Argument, "margin");

    public static double DefaultSharpness(Surrogate surrogate) => surrogate switch
    {
        Surrogate.ATan => 2,
        Surrogate.Sigmoid => 4,
        Surrogate.FastSigmoid => 25,
        Surrogate.Triangle => 1,
        Surrogate.Rectangle => 0.5,
        Surrogate.Gaussian => 2,
        Surrogate.SuperSpike => 10,
        Surrogate.PiecewiseLinear => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(surrogate)),
    };

    /// <summary>The derivative used in the backward pass, at the margin m.</summary>
    public static Expression Slope(Surrogate surrogate, double a)
    {
        Expression m = Argument;
        Expression size = Apply(Functions.Abs, m);
        return surrogate switch
        {
            Surrogate.ATan => a / 2 / (1 + Square(Math.PI / 2 * a * m)),
            Surrogate.Sigmoid => a * (Apply(Functions.Sigmoid, a * m) * (1 - Apply(Functions.Sigmoid, a * m))),
            Surrogate.FastSigmoid => 1 / Square(1 + (a * size)),
            Surrogate.Triangle => Apply(Functions.Max, 0, 1 - (a * size)),
            Surrogate.Rectangle => Choose(Apply(Functions.Less, size, a), 1 / (2 * a), 0),
            Surrogate.Gaussian => a / Math.Sqrt(2 * Math.PI) * Apply(Functions.Exp, -0.5 * Square(a * m)),
            Surrogate.SuperSpike => a / 2 / Square(1 + (a * size)),
            Surrogate.PiecewiseLinear => Choose(Apply(Functions.Less, size, 1 / (2 * a)), a, 0),
            _ => throw new ArgumentOutOfRangeException(nameof(surrogate)),
        };
    }

    /// <summary>The smooth step whose derivative <see cref="Slope"/> is, 1/2 at the threshold. The Gaussian's has no elementary form: null.</summary>
    public static Expression? SmoothStep(Surrogate surrogate, double a)
    {
        Expression m = Argument;
        Expression size = Apply(Functions.Abs, m);
        return surrogate switch
        {
            Surrogate.ATan => 0.5 + (1 / Math.PI * Apply(Functions.Atan, Math.PI / 2 * a * m)),
            Surrogate.Sigmoid => Apply(Functions.Sigmoid, a * m),
            Surrogate.FastSigmoid => 0.5 + (m / (1 + (a * size))),
            Surrogate.Triangle => 0.5 + Choose(
                Apply(Functions.Less, a * size, 1), m - (a / 2 * m * size), Choose(Apply(Functions.Less, m, 0), -1 / (2 * a), 1 / (2 * a))),
            Surrogate.Rectangle => 0.5 + (Clamp(m, a) / (2 * a)),
            Surrogate.Gaussian => null,
            Surrogate.SuperSpike => 0.5 + (a / 2 * m / (1 + (a * size))),
            Surrogate.PiecewiseLinear => 0.5 + (a * Clamp(m, 1 / (2 * a))),
            _ => throw new ArgumentOutOfRangeException(nameof(surrogate)),
        };
    }

    private static Expression Square(Expression x) => x * x;

    private static Expression Clamp(Expression x, double bound) => Apply(Functions.Min, Apply(Functions.Max, x, -bound), bound);
}
