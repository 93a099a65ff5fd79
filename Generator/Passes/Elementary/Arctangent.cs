namespace NeuronDsl.Generator.Passes.Elementary;

/// <summary>atan, by atan(x) = pi/2 - atan(1/x) from a polynomial on [0, 1].</summary>
internal static class Arctangent
{
    private static readonly ByPrecision<double> HalfPi = new(1.5707964, 1.5707963267948966);
    private static readonly ByPrecision<double> HalfPiLow = new(-4.371139e-08, 6.123233995736766e-17);

    // atan(t) = t + t z p(z), z = t^2.
    private static readonly ByPrecision<double[]> P = new(
        [-0.333333, 0.1999853, -0.14264044, 0.10951584, -0.08403807, 0.058006052, -0.031268958, 0.010985325, -0.0018138933],
        [
            -0.3333333333333307, 0.19999999999951748, -0.14285714282587958, 0.11111111007337346, -0.0909090700770509, 0.07692279887699222,
            -0.06666404412037831, 0.058805297269529905, -0.052535263134937296, 0.047223461847267674, -0.04219235508355279,
            0.0366429263167423, -0.029905227044547313, 0.02198619866838571, -0.013901467842588194, 0.0071968599380979525,
            -0.0028849395196601764, 0.0008312672380451114, -0.00015213486131285543, 1.3221012734640136e-05,
        ]);

    /// <summary>atan(x), infinities and NaN included. Error at most 1.5 ulp (float) and 1.8 ulp (double).</summary>
    public static Term Atan(Term x)
    {
        Term a = x.Abs(), steep = a > 1;
        Term t = steep.Choose(-1, a) / steep.Choose(a, 1), z = t * t;
        Term atan = (t * z).Fma(z.Polynomial(P[x.Precision]), t);
        atan = steep.Choose(atan + HalfPiLow[x.Precision] + HalfPi[x.Precision], atan);
        return (x < 0).Choose(-atan, atan);
    }
}
