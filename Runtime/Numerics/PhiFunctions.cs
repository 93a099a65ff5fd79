using System;

namespace NeuronDsl.Numerics;

/// <summary>The phi functions of exponential integrators, phi_k(z) = sum over n of z^n / (n + k)!; phi_1(z) = (exp(z) - 1) / z. Compiled into the generator as well.</summary>
public static class PhiFunctions
{
    /// <summary>phi_k(z), to a few units in the last place.</summary>
    /// <param name="k">The index, 1 or more.</param>
    /// <param name="z">The argument.</param>
    public static double Phi(int k, double z)
    {
        double factorial = 1;
        for (int i = 2; i <= k; i++) factorial *= i;
        if (double.IsNegativeInfinity(z)) return 0;
        if (Math.Abs(z) < Math.Max(k, 2))
        {
            // The series itself: all the recurrence below would lose to cancellation.
            double term = 1 / factorial, sum = 0;
            for (int n = 0; n < 60; n++)
            {
                sum += term;
                term *= z / (n + k + 1);
            }

            return sum;
        }

        double phi = Math.Exp(z), inverse = 1;
        for (int i = 1; i <= k; i++)
        {
            if (double.IsPositiveInfinity(phi)) return phi;
            phi = (phi - inverse) / z;
            inverse /= i;
        }

        return phi;
    }
}
