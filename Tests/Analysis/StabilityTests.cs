using System;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Xunit;

namespace NeuronDsl.Tests.Analysis;

/// <summary>The largest stable step that is reported is the one that a simulation finds.</summary>
public sealed class StabilityTests
{
    [Theory]
    [InlineData("Solver.Euler", 0.1, true)]
    [InlineData("Solver.Euler", 0.01, false)]
    [InlineData("Solver.RungeKutta4", 0.01, false)]
    [InlineData("Solver.RushLarsen", 0.01, false)]
    [InlineData("Solver.ExponentialEuler", 0.1, false)]
    public void Hodgkin_and_Huxley(string solver, double dt, bool unstable)
    {
        string source = Regex.Replace(
            CatalogueAdviceTests.Source("HodgkinHuxley"), @"\[Neuron\(.*\)\]", $"[Neuron(Solvers = {solver}, Dt = {dt.ToString(CultureInfo.InvariantCulture)})]");
        Diagnostic[] found = [.. Advice.Of(source).Where(d => d.Id == "NDSL0040")];
        Assert.Equal(unstable ? 1 : 0, found.Length);
        if (unstable) Assert.Equal(solver, found[0].Text());
    }

    // Two coupled states, one a thousand times faster: eigenvalues near -1 and -1000, and a pair that turns.
    [Theory]
    [InlineData("Euler", -1000, 999, 0.5, -1.5)]
    [InlineData("Heun", -1000, 999, 0.5, -1.5)]
    [InlineData("RungeKutta4", -1000, 999, 0.5, -1.5)]
    [InlineData("Euler", -2, 9, -9, -2)]
    [InlineData("RungeKutta4", -2, 9, -9, -2)]
    [InlineData("Heun", -2, 9, -9, -2)]
    [InlineData("ExponentialEuler", -3, 40, -40, -3)]
    [InlineData("RushLarsen", -3, 40, -40, -3)]
    public void A_linear_system(string solver, double a, double b, double c, double d)
    {
        FormattableString equations = $"""
            [Neuron(Solvers = Solver.{solver}, Dt = 1e3)]
            public partial class Stiff
            [|
                [State] public double x = 1, y = 0.3;
                [Derivative(nameof(x))] double Dx => {a} * x + {b} * y;
                [Derivative(nameof(y))] double Dy => {c} * x + {d} * y;
            |]
            """;
        string source = FormattableString.Invariant(equations).Replace("[|", "{", StringComparison.Ordinal).Replace("|]", "}", StringComparison.Ordinal);
        Diagnostic found = Assert.Single(Advice.Of(source), f => f.Id == "NDSL0040");
        double reported = double.Parse(Regex.Match(found.Message(), @"steps up to (\S+) are stable").Groups[1].Value, CultureInfo.InvariantCulture);
        double measured = Measure(solver, a, b, c, d);
        Assert.InRange(reported / measured, 0.95, 1.05);
    }

    // The largest step with which a long run stays bounded, by the solver's own formula.
    private static double Measure(string solver, double a, double b, double c, double d)
    {
        double stable = 1e-6, unstable = 1e3;
        while (unstable / stable > 1.001)
        {
            double dt = Math.Sqrt(stable * unstable);
            if (StaysBounded(dt)) stable = dt;
            else unstable = dt;
        }

        return stable;

        bool StaysBounded(double dt)
        {
            (double x, double y) = (1, 0.3);
            for (int k = 0; k < 20_000; k++)
            {
                (x, y) = Step(x, y, dt);
                if (!(Math.Abs(x) + Math.Abs(y) < 1e4)) return false;
            }

            return true;
        }

        (double X, double Y) F(double x, double y) => ((a * x) + (b * y), (c * x) + (d * y));

        (double, double) Step(double x, double y, double dt)
        {
            (double fx, double fy) = F(x, y);
            if (solver == "Euler") return (x + (dt * fx), y + (dt * fy));
            if (solver is "ExponentialEuler" or "RushLarsen") return (x + (fx * (Math.Exp(a * dt) - 1) / a), y + (fy * (Math.Exp(d * dt) - 1) / d));
            if (solver == "Heun")
            {
                (double gx, double gy) = F(x + (dt * fx), y + (dt * fy));
                return (x + (dt / 2 * (fx + gx)), y + (dt / 2 * (fy + gy)));
            }

            (double x2, double y2) = F(x + (dt / 2 * fx), y + (dt / 2 * fy));
            (double x3, double y3) = F(x + (dt / 2 * x2), y + (dt / 2 * y2));
            (double x4, double y4) = F(x + (dt * x3), y + (dt * y3));
            return (x + (dt / 6 * (fx + (2 * x2) + (2 * x3) + x4)), y + (dt / 6 * (fy + (2 * y2) + (2 * y3) + y4)));
        }
    }
}
