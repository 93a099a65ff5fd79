using NeuronDsl.Generator.Model;

namespace NeuronDsl.Generator.Passes.Elementary;

/// <summary>cbrt without division: the inverse cube root of the mantissa by polynomial and iteration, then one corrected product.</summary>
internal static class CubeRoot
{
    private const double Third = 1.0 / 3;

    // 1 / cbrt(a) on [3/8, 3], to 2^-8.4.
    private static readonly ByPrecision<double[]> Guess = new(
        [1.9759365, -2.206443, 2.0099502, -1.0153246, 0.25917712, -0.026067747],
        [1.9759365076045032, -2.2064429702039576, 2.0099502541845, -1.0153246207908304, 0.259177111583639, -0.02606774595829799]);

    /// <summary>cbrt(x) with the sign of x, infinities, NaN and denormals included. Error at most 0.51 ulp (float) and 0.57 ulp (double).</summary>
    public static Term Cbrt(Term x)
    {
        // |x| = m 2^(3 q), 3/8 <= m < 3.
        Term a = x.Abs(), e = a.Exponent();
        Term q = (e * Third).Round();
        Term m = a.Mantissa().Scale(q.Fma(-3, e));

        // With d = 1 - m y^3: 1 / cbrt(m) = y (1 - d)^(-1/3) = y (1 + d/3 + 2 d^2/9 + 14 d^3/81 + ...).
        Term y = m.Polynomial(Guess[x.Precision]);
        Term d = (-(m * y)).Fma(y * y, 1);
        double[] series = x.Precision == Precision.Single ? [Third, 2.0 / 9] : [Third, 2.0 / 9, 14.0 / 81];
        y = (y * d).Fma(d.Polynomial(series), y);

        // Newton for w^3 = m, with y^2 for 1 / w^2 and the residual free of cancellation.
        Term y2 = y * y, w = m * y2, square = w * w, squareLow = w.Fma(w, -square);
        Term residual = (-square).Fma(w, m) - (squareLow * w);
        Term root = (residual * y2).Fma(Third, w).Scale(q);
        Term signed = (x < 0).Choose(-root, root);
        return ((a > 0) & (a < double.PositiveInfinity)).Choose(signed, x);
    }
}
