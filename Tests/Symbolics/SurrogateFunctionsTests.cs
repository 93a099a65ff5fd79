using System;
using NeuronDsl.Generator.Symbolics;
using Xunit;

namespace NeuronDsl.Tests.Symbolics;

using Surrogate = NeuronDsl.Generator.Surrogate;

/// <summary>The built-in surrogates against their documentation, their smooth steps and their integrals.</summary>
public class SurrogateFunctionsTests
{
    public static TheoryData<string, double> All
    {
        get
        {
            TheoryData<string, double> data = [];
            foreach (Surrogate surrogate in Enum.GetValues<Surrogate>())
            {
                double sharpness = SurrogateFunctions.DefaultSharpness(surrogate);
                foreach (double factor in new[] { 1, 0.4, 2.5 }) data.Add(surrogate.ToString(), factor * sharpness);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(All))]
    public void The_slope_is_the_one_documented(string name, double a)
    {
        Surrogate surrogate = Enum.Parse<Surrogate>(name);
        for (double m = -3.013; m < 3; m += 0.1)
        {
            double size = Math.Abs(m), s = 1 / (1 + Math.Exp(-a * m));
            double documented = surrogate switch
            {
                Surrogate.ATan => a / (2 * (1 + Math.Pow(Math.PI * a * m / 2, 2))),
                Surrogate.Sigmoid => a * s * (1 - s),
                Surrogate.FastSigmoid => Math.Pow(1 + (a * size), -2),
                Surrogate.Triangle => Math.Max(0, 1 - (a * size)),
                Surrogate.Rectangle => size < a ? 1 / (2 * a) : 0,
                Surrogate.Gaussian => a / Math.Sqrt(2 * Math.PI) * Math.Exp(-a * m * a * m / 2),
                Surrogate.SuperSpike => a / (2 * Math.Pow(1 + (a * size), 2)),
                _ => size < 1 / (2 * a) ? a : 0,
            };
            Assert.Equal(documented, Slope(surrogate, a, m), 1e-13 * a);
        }
    }

    [Theory, MemberData(nameof(All))]
    public void The_slope_is_the_derivative_of_the_smooth_step(string name, double a)
    {
        Surrogate surrogate = Enum.Parse<Surrogate>(name);
        if (SurrogateFunctions.SmoothStep(surrogate, a) is not { } step)
        {
            Assert.Equal(Surrogate.Gaussian, surrogate);
            return;
        }

        Expression derivative = Differentiation.Differentiate(step, SurrogateFunctions.Argument);
        Assert.Equal(0.5, At(step, 0), 1e-15);
        for (double m = -3.013; m < 3; m += 0.1)
        {
            const double H = 1e-4;
            double difference = ((8 * (At(step, m + H) - At(step, m - H))) - (At(step, m + (2 * H)) - At(step, m - (2 * H)))) / (12 * H);
            Assert.Equal(Slope(surrogate, a, m), difference, 1e-7 * a);
            Assert.Equal(Slope(surrogate, a, m), At(derivative, m), 1e-12 * a);
        }
    }

    [Theory, MemberData(nameof(All))]
    public void The_integral_of_the_slope_is_that_of_a_step(string name, double a)
    {
        // All but two surrogates are normalised, as their documentation says of one and their formulas of the others.
        Surrogate surrogate = Enum.Parse<Surrogate>(name);
        double expected = surrogate switch { Surrogate.FastSigmoid => 2 / a, Surrogate.Triangle => 1 / a, _ => 1 };

        // m = sinh(u) / a covers the heavy tails; the midpoint rule does not mind the kinks and jumps.
        const int Points = 20_000;
        const double End = 12;
        double sum = 0, scale = surrogate == Surrogate.Rectangle ? a : 1 / a;
        Expression slope = SurrogateFunctions.Slope(surrogate, a);
        for (int i = 0; i < Points; i++)
        {
            double u = End * ((2 * (i + 0.5) / Points) - 1);
            sum += At(slope, scale * Math.Sinh(u)) * scale * Math.Cosh(u) * 2 * End / Points;
        }

        Assert.Equal(expected, sum, 1e-3 * expected);
    }

    private static double Slope(Surrogate surrogate, double a, double m) => At(SurrogateFunctions.Slope(surrogate, a), m);

    private static double At(Expression expression, double m) => Evaluator.Evaluate(expression, _ => m);
}
