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

    // 2^r = 1 + r p(r).
    private static readonly ByPrecision<double[]> P = new(
        [0.6931472, 0.24022648, 0.055503324, 0.009618438, 0.0013398887, 0.00015353344],
        [
            0.6931471805599453, 0.2402265069591013, 0.055504108664820084, 0.009618129107594095, 0.0013333558146774907,
            0.00015403530457148661, 1.525273349292751e-05, 1.32154352625306e-06, 1.017819962556732e-07, 7.073786880433004e-09,
            4.4347674455881436e-10,
        ]);

    /// <summary>
    /// exp(x): 0 below, infinite above, denormal between, NaN for NaN, exactly 1 at 0. Error at most 0.95 ulp (float) and 0.95 ulp (double).
    /// </summary>
    public static Term Exp(Term x)
    {
        (Term n, Term r) = Reduce(x.AtLeast(Lowest[x.Precision]).AtMost(Highest[x.Precision]));
        return OfRest(r).Scale(n);
    }

    /// <summary>
    /// 2^x: 0 below, infinite above, denormal between, NaN for NaN, exact for integers. The fraction is exact, so that neither a reduction in parts
    /// nor bounds are needed. Error at most 1.0 ulp (float) and 1.1 ulp (double).
    /// </summary>
    public static Term Exp2(Term x)
    {
        Term r = x.Fraction();
        Term p = x.Precision == Precision.Single ? r.Polynomial(P.Single) : r.PolynomialInTwo(P.Double);
        return p.Fma(r, 1).Scale(x.Round());
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
