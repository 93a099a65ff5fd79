using System;

namespace NeuronDsl.Generator.Symbolics;

/// <summary>The fused multiply-add and the handling of exponents that netstandard2.0 lacks: they fold constants.</summary>
internal static class FusedArithmetic
{
    /// <summary>a b + c from the exact product and the exact sum (Dekker, 1971; Knuth): rounded once but for rare ties.</summary>
    public static double MultiplyAdd(double a, double b, double c)
    {
        double product = a * b, sum = product + c;
        double productLow = ProductLow(a, b, product);
        double part = sum - product;
        double sumLow = (product - (sum - part)) + (c - part);
        double low = productLow + sumLow;

        // Infinities, NaN and overflow in the splitting.
        return low - low == 0 ? sum + low : sum;
    }

    /// <summary>The e for which x = m 2^e with 3/4 &lt;= |m| &lt; 3/2; 0 where there is none.</summary>
    public static int Exponent(double x)
    {
        if (x == 0 || x - x != 0) return 0;
        x = Math.Abs(x);
        int e = 0;
        while (x >= 1.5)
        {
            x /= 2;
            e++;
        }

        while (x < 0.75)
        {
            x *= 2;
            e--;
        }

        return e;
    }

    /// <summary>x 2^n for the integer n or the next one below it, rounded once: where the result is denormal, all factors but the last are exact or the result is 0 anyway.</summary>
    public static double Scale(double x, double n)
    {
        n = Math.Floor(Math.Max(-5000, Math.Min(n, 5000)));
        for (; n > 1000; n -= 1000) x *= Math.Pow(2, 1000);
        for (; n < -2000; n += 1000) x *= Math.Pow(2, -1000);
        if (n < -1000)
        {
            x *= Math.Pow(2, n + 1000);
            n = -1000;
        }

        return x * Math.Pow(2, n);
    }

    private static double ProductLow(double a, double b, double product)
    {
        (double aHigh, double aLow) = Split(a);
        (double bHigh, double bLow) = Split(b);
        return (((aHigh * bHigh) - product) + (aHigh * bLow) + (aLow * bHigh)) + (aLow * bLow);
    }

    // Veltkamp: two halves of 26 bits.
    private static (double High, double Low) Split(double a)
    {
        double c = 134217729 * a, high = c - (c - a);
        return (high, a - high);
    }
}
