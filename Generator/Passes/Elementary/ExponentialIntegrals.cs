using System;
using System.Collections.Concurrent;
using NeuronDsl.Generator.Model;

namespace NeuronDsl.Generator.Passes.Elementary;

/// <summary>
/// The phi functions of exponential integrators (Hochbruck and Ostermann, 2010): phi_1(z) = (exp(z) - 1) / z, called ExpRel in equations, and
/// phi_(k+1)(z) = (phi_k(z) - 1/k!) / z.
/// </summary>
internal static class ExponentialIntegrals
{
    // exp(z) does not show beside 1.
    private static readonly ByPrecision<double> Lowest = new(-20, -40);

    /// <summary>
    /// phi_k(z): infinite above, 0 at minus infinity, NaN for NaN. Error of phi_1 at most 2.0 ulp (float) and 2.0 ulp (double), of phi_2
    /// 2.9 and 2.9, of phi_3 3.8 and 3.8; z down to -1e27 (float), -1e296 (double), beyond which the result loses digits as it nears 0.
    /// </summary>
    public static Term Phi(int k, Term z)
    {
        // phi_k(z) 2^-shift: exp(z) overflows before phi_k does. The same shift for k up to 3, so that they share their work.
        int shift = 12 * Math.Max(k, 3);
        int largest = z.Precision == Precision.Single ? 127 : 1023;
        Term below = z.AtMost(Math.Floor((largest + shift - 0.6) * Exponential.Ln2.Double));
        (Term n, Term r) = Exponential.Reduce(below.AtLeast(Lowest[z.Precision]));
        Term scale = z.Of(1).Scale(n - shift);
        double unit = Math.Pow(2, -shift);
        Term phi = scale.Fma(Exponential.OfRestMinusOne(r), scale - unit) / below;
        double factorial = 1;
        for (int i = 1; i < k; i++)
        {
            factorial *= i;
            phi = (phi - (unit / factorial)) / below;
        }

        Term far = phi * (1 / unit);
        if (k > 1) return (z.Abs() < Near(k)).Choose(z.Polynomial(Series(k, z.Precision, Near(k))), far);

        // An exponential integrator asks for phi_1 of a step's share of a time constant: mostly small, where a polynomial does it.
        return (!(z.Abs() <= Usual)).Rarely(far, z.Polynomial(Series(1, z.Precision, Usual)));
    }

    private const double Usual = 0.5;

    /// <summary>Within this of 0 the recurrence cancels, and the series takes over.</summary>
    private static double Near(int k) => Math.Max(k, 2);

    /// <summary>
    /// The Taylor polynomial of phi_k, economised near 0 by Chebyshev polynomials (Lanczos, 1938): one degree after the other is
    /// given up while the error stays below a quarter of a rounding at the far end.
    /// </summary>
    private static double[] Series(int k, Precision precision, double near) =>
        Known.GetOrAdd((k, precision, near), static of => Economised(of.K, of.Precision, of.Near));

    // Each is asked for with every exponential integrator of every neuron.
    private static readonly ConcurrentDictionary<(int K, Precision Precision, double Near), double[]> Known = new();

    private static double[] Economised(int k, Precision precision, double near)
    {
        double[] c = new double[40];
        c[0] = 1;
        for (int i = 2; i <= k; i++) c[0] /= i;
        for (int n = 1; n < c.Length; n++) c[n] = c[n - 1] / (n + k);
        double budget = Math.Pow(2, precision == Precision.Single ? -28 : -57) * c[0];
        int degree = c.Length - 1;
        while (true)
        {
            // z^n = near^n T_n(z / near) / 2^(n-1) + lower terms.
            double share = c[degree] * Math.Pow(near, degree) / Math.Pow(2, degree - 1);
            budget -= Math.Abs(share);
            if (budget < 0) break;
            double[] chebyshev = Chebyshev(degree);
            for (int i = 0; i < degree; i++) c[i] -= share * chebyshev[i] / Math.Pow(near, i);
            degree--;
        }

        Array.Resize(ref c, degree + 1);
        return c;
    }

    private static double[] Chebyshev(int degree)
    {
        double[] previous = new double[degree + 1], current = new double[degree + 1];
        previous[0] = 1;
        current[1] = 1;
        for (int n = 1; n < degree; n++)
        {
            double[] next = new double[degree + 1];
            for (int i = 0; i <= n; i++) next[i + 1] = 2 * current[i];
            for (int i = 0; i < n; i++) next[i] -= previous[i];
            (previous, current) = (current, next);
        }

        return current;
    }
}
