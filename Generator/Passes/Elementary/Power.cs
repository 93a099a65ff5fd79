namespace NeuronDsl.Generator.Passes.Elementary;

/// <summary>pow with an exponent that is not a small integer: 2^(y log2|x|), the product to more than the precision of a value.</summary>
internal static class Power
{
    // |y log2(x)| from which the result is 0 or infinite.
    private static readonly ByPrecision<double> Bound = new(160, 1100);

    /// <summary>
    /// pow(x, y) with the special values of Math.Pow, save that the sign of a zero base does not show. A negative base, minus infinity
    /// included, takes integral exponents, with the sign they give, and is NaN for others. Error at most 1.2 ulp (float) and 1.5 ulp (double).
    /// </summary>
    public static Term Pow(Term x, Term y)
    {
        Term magnitude = OfMagnitude(x.Abs(), y);
        Term half = y * 0.5;
        Term integral = y.Round().Is(y), odd = integral & half.Round().IsNot(half);
        return (x < 0).Choose(odd.Choose(-magnitude, integral.Choose(magnitude, double.NaN)), magnitude);
    }

    private static Term OfMagnitude(Term a, Term y)
    {
        (Term high, Term low) = Logarithm.Log2(a);
        Term ordinary = (a > 0) & (a < double.PositiveInfinity);
        Term log2 = ordinary.Choose(high, a.Is(0).Choose(double.NegativeInfinity, a));
        Term product = y * log2;

        // Where the product is out of bounds its low part may be NaN, and does not matter.
        double bound = Bound[a.Precision];
        Term productLow = (product.Abs() < bound).Choose(y.Fma(log2, -product) + (y * low), 0);
        Term bounded = product.AtLeast(-bound).AtMost(bound);
        Term n = bounded.Round();
        Term power = Exponential.OfRest((bounded - n + productLow) * Exponential.Ln2[a.Precision]).Scale(n);

        // By convention 1, also where the other argument is NaN.
        Term one = y.Is(0) | (a.Is(1) & !(y.Abs() < double.PositiveInfinity));
        return one.Choose(1, power);
    }
}
