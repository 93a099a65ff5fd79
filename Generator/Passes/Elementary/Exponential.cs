using NeuronDsl.Generator.Model;

namespace NeuronDsl.Generator.Passes.Elementary;

/// <summary>
/// exp, and what every function made of exponentials shares: exp(x) = 2^n exp(r) with n = round(x / ln 2) and |r| at most ln(2) / 2.
/// The reduction is that of Cody and Waite (1980) with ln 2 in two parts: the first step is exact thanks to the fused operation.
/// </summary>
internal static class Exponential
{
    public static readonly ByPrecision<double> Log2E = new(1.442695, 1.4426950408889634);
    public static readonly ByPrecision<double> Ln2 = new(0.6931472, 0.6931471805599453);
    public static readonly ByPrecision<double> Ln2Low = new(-1.9046542e-09, 2.3190468138462996e-17);

    // Where the result is already 0 and already infinite; between them n stays small.
    private static readonly ByPrecision<double> Lowest = new(-105, -746);
    private static readonly ByPrecision<double> Highest = new(89, 710);

    // exp(r) = 1 + r + r^2 q(r).
    private static readonly ByPrecision<double[]> Q = new(
        [0.49999997, 0.16666543, 0.0416672, 0.00836652, 0.0013882474],
        [
            0.5000000000000006, 0.16666666666666588, 0.041666666666576764, 0.008333333333389559, 0.001388888893156279,
            0.00019841269718989037, 2.4801505276077162e-05, 2.755740756123539e-06, 2.76260370392021e-07, 2.5053767895351097e-08,
        ]);

    // 2^r = 1 + r p(r), in float.
    private static readonly double[] P = [0.6931472, 0.24022648, 0.055503324, 0.009618438, 0.0013398887, 0.00015353344];

    // exp(r) = 1 + r + r^2 q(r) and 2^r = 1 + r p(r) next to the nearest multiple of ln(2)/16 and of 1/16.
    private static readonly double[] NearQ = [0.499999999999996, 0.1666666666441721, 0.04166666669338794, 0.008333471944240325, 0.0013888591384444416];
    private static readonly double[] NearP = [0.6931471805599468, 0.24022650695909906, 0.05550410865212896, 0.009618129112225546, 0.001333381857463298, 0.000154033457728526];

    // Added to a number of less than 2^47, it leaves sixteenths in the last place.
    private const double Sixteenths = 1.5 * (1L << 48);

    /// <summary>
    /// exp(x): 0 below, infinite above, denormal between, NaN for NaN, exactly 1 at 0. Error at most 0.95 ulp (float) and 1.1 ulp (double).
    /// In double a table of sixteen roots of two, which fits two registers, takes the place of half of the polynomial.
    /// </summary>
    public static Term Exp(Term x)
    {
        Term bounded = x.AtLeast(Lowest[x.Precision]).AtMost(Highest[x.Precision]);
        if (x.Precision == Precision.Single)
        {
            (Term n, Term r) = Reduce(bounded);
            return OfRest(r).Scale(n);
        }

        Term marked = bounded.Fma(Log2E.Double, Sixteenths), near = marked - Sixteenths, rest = Rest(bounded, near);
        return OfSixteenths(marked, near, rest.Polynomial(NearQ).Fma(rest, 1) * rest);
    }

    /// <summary>
    /// 2^x: 0 below, infinite above, denormal between, NaN for NaN, exact for integers. The fraction is exact, so that a reduction in parts
    /// is not needed. Error at most 1.0 ulp (float) and 1.1 ulp (double).
    /// </summary>
    public static Term Exp2(Term x)
    {
        if (x.Precision == Precision.Single)
        {
            Term r = x.Fraction();
            return r.Polynomial(P).Fma(r, 1).Scale(x.Round());
        }

        Term bounded = x.AtLeast(-1100).AtMost(1100), marked = bounded + Sixteenths, near = marked - Sixteenths, rest = bounded - near;
        return OfSixteenths(marked, near, rest.Polynomial(NearP) * rest);
    }

    /// <summary>2^near (1 + rest), the sixteenths of near in the last bits of the marked. A scale takes the integer below its exponent.</summary>
    private static Term OfSixteenths(Term marked, Term near, Term rest)
    {
        Term root = marked.RootOfTwo();
        return root.Fma(rest, root).Scale(near);
    }

    /// <summary>exp(-x) of an x that is not negative.</summary>
    public static Term ExpOfNegative(Term x)
    {
        Term a = x.AtMost(-Lowest[x.Precision]);
        Term n = (a * -Log2E[x.Precision]).Round();
        return OfRest(Rest(-a, n)).Scale(n);
    }

    /// <summary>x = n ln 2 + r; x is bounded already.</summary>
    public static (Term N, Term R) Reduce(Term x)
    {
        Term n = (x * Log2E[x.Precision]).Round();
        return (n, Rest(x, n));
    }

    /// <summary>exp(r), |r| at most ln(2) / 2.</summary>
    public static Term OfRest(Term r) => r.Polynomial(Q[r.Precision]).Fma(r, 1).Fma(r, 1);

    /// <summary>exp(r) - 1 without cancellation, |r| at most ln(2) / 2.</summary>
    public static Term OfRestMinusOne(Term r) => (r * r).Fma(r.Polynomial(Q[r.Precision]), r);

    /// <summary>x - n ln 2, the product taken exactly.</summary>
    public static Term Rest(Term x, Term n) => n.Fma(-Ln2Low[x.Precision], n.Fma(-Ln2[x.Precision], x));
}
