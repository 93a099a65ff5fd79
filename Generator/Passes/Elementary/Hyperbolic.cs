namespace NeuronDsl.Generator.Passes.Elementary;

/// <summary>sinh, cosh and tanh, from exp(x) - 1 where the difference of exponentials would cancel.</summary>
internal static class Hyperbolic
{
    // Beyond, sinh and cosh are infinite, and tanh is 1 to the last bit.
    private static readonly ByPrecision<double> Highest = new(89.5, 710.6);
    private static readonly ByPrecision<double> Saturated = new(10, 20);

    // Below 2^-12 and 2^-27, sinh(x) is x to the last bit.
    private static readonly ByPrecision<double> Tiny = new(2.4414062e-04, 7.450580596923828e-09);

    /// <summary>sinh(x), infinities and NaN included. Error at most 2.5 ulp (float) and 2.5 ulp (double).</summary>
    public static Term Sinh(Term x)
    {
        // A quarter of exp|x| - 1, which does not overflow before sinh does: sinh|x| = 2 (y + y / exp|x|).
        Term a = x.Abs();
        (Term n, Term r) = Exponential.Reduce(a.AtMost(Highest[x.Precision]));
        Term scale = x.Of(1).Scale(n - 2);
        Term y = scale.Fma(Exponential.OfRestMinusOne(r), scale - 0.25);
        Term half = y + (y / y.Fma(4, 1));
        Term sinh = half + half;
        return (a < Tiny[x.Precision]).Choose(x, (x < 0).Choose(-sinh, sinh));
    }

    /// <summary>cosh(x), infinities and NaN included, exactly 1 at 0. Error at most 1.5 ulp (float) and 1.5 ulp (double).</summary>
    public static Term Cosh(Term x)
    {
        (Term n, Term r) = Exponential.Reduce(x.Abs().AtMost(Highest[x.Precision]));
        Term half = Exponential.OfRest(r).Scale(n - 1);
        return half + (0.25 / half);
    }

    /// <summary>tanh(x) = (exp(2x) - 1) / (exp(2x) + 1), infinities and NaN included. Error at most 2.7 ulp (float) and 2.7 ulp (double).</summary>
    public static Term Tanh(Term x)
    {
        double bound = Saturated[x.Precision];
        Term a = x.AtLeast(-bound).AtMost(bound);
        Term n = (a * (2 * Exponential.Log2E[x.Precision])).Round();
        Term r = Exponential.Rest(a + a, n);
        Term scale = x.Of(1).Scale(n);
        Term y = scale.Fma(Exponential.OfRestMinusOne(r), scale - 1);
        return y / (y + 2);
    }
}
