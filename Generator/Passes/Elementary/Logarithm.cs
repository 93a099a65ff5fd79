using System;
using NeuronDsl.Generator.Model;

namespace NeuronDsl.Generator.Passes.Elementary;

/// <summary>
/// log, and log2 to more than the precision of a value for powers. x = m 2^e with m in [3/4, 3/2), so that e = 0 all around 1; then
/// log(m) = 2 atanh(s) with s = (m - 1) / (m + 1), |s| at most 1/5.
/// </summary>
internal static class Logarithm
{
    // 2 atanh(s) = 2 s + s z p(z), z = s^2.
    private static readonly ByPrecision<double[]> P = new(
        [0.6666695, 0.39957678, 0.30363813],
        [
            0.6666666666667271, 0.399999999961619, 0.28571429395259496, 0.22222138503530378, 0.1818635600246409, 0.1525018972553674,
            0.15368183177855668,
        ]);

    // atanh(s) = s + s z (1/3 + z p(z)).
    private static readonly ByPrecision<double[]> Tail = new(
        [0.20000196, 0.14262821, 0.11936101],
        [
            0.19999999999999862, 0.1428571428578859, 0.11111111095637145, 0.09090910761793448, 0.07692203385129345, 0.06670570611486648,
            0.05796201994238828, 0.06285586154869126,
        ]);

    private static readonly ByPrecision<double> Third = new(0.33333334, 0.3333333333333333);
    private static readonly ByPrecision<double> ThirdLow = new(-9.934108e-09, 1.850371707708594e-17);
    private static readonly ByPrecision<double> TwoLog2E = new(2.88539, 2.8853900817779268);
    private static readonly ByPrecision<double> TwoLog2ELow = new(3.851926e-08, 4.0710547481862066e-17);

    /// <summary>
    /// log(x): minus infinity at 0, infinite at infinity, NaN below 0, and denormals as precise as the rest. Error at most 1.0 ulp (float) and
    /// 1.1 ulp (double).
    /// </summary>
    public static Term Log(Term x)
    {
        Term e = x.Exponent(), f = x.Mantissa() - 1;
        Term s = f / (f + 2), z = s * s;

        // 2 s = f - s f: all but f itself is small.
        Term small = e.Fma(Exponential.Ln2Low[x.Precision], -(s * (f - (z * z.Polynomial(P[x.Precision])))));
        Term log = e.Fma(Exponential.Ln2[x.Precision], f + small);
        Term ofPositive = (x < double.PositiveInfinity).Choose(log, x);
        return (x > 0).Choose(ofPositive, x.Is(0).Choose(double.NegativeInfinity, double.NaN));
    }

    /// <summary>
    /// log2(x) as a sum of two, of relative error about 2^-33 (float) and 2^-63 (double), for x that is positive and finite.
    /// </summary>
    public static (Term High, Term Low) Log2(Term x)
    {
        if (x.Constant is { } known && x.Precision == Precision.Single)
        {
            double log2 = Math.Log(known, 2);
            return (x.Of((float)log2), x.Of((float)(log2 - (float)log2)));
        }

        Term e = x.Exponent(), m = x.Mantissa(), f = m - 1;

        // s = f / d; m + 1 is not exact, and neither is the quotient. Both lose a low part that fused operations recover.
        Term d = m + 1, dLow = m - (d - 1);
        Term s = f / d, sLow = ((-s).Fma(d, f) - (s * dLow)) / d;
        Term z = s * s, zLow = (s + s).Fma(sLow, s.Fma(s, -z));

        // a = 1/3 + z p(z); b = z a; atanh(s) = s + s b.
        Term tail = z * z.Polynomial(Tail[x.Precision]);
        Term a = tail + Third[x.Precision], aLow = Third[x.Precision] - a + tail + ThirdLow[x.Precision];
        Term b = a * z, bLow = a.Fma(z, -b) + a.Fma(zLow, aLow * z);
        Term c = s * b, cLow = s.Fma(b, -c) + s.Fma(bLow, sLow * b);
        Term atanh = s + c, atanhLow = s - atanh + c + (sLow + cLow);

        // In units of log2, and with the exponent.
        double k = TwoLog2E[x.Precision], kLow = TwoLog2ELow[x.Precision];
        Term part = atanh * k, partLow = atanh.Fma(k, -part) + atanh.Fma(kLow, atanhLow * k);
        Term high = e + part;
        return (high, e - high + part + partLow);
    }
}
