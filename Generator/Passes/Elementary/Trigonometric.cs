namespace NeuronDsl.Generator.Passes.Elementary;

/// <summary>
/// sin, cos and tan. The argument is reduced by multiples of pi (of pi/2 for tan), pi in three parts, the first step exact thanks to the
/// fused operation. For |x| up to 2^13 (float) and 2^20 (double) the errors below hold; further out they grow with |x|, until the result
/// says nothing, which sin and cos still keep within [-1, 1]. NaN for infinities and NaN.
/// </summary>
internal static class Trigonometric
{
    private static readonly ByPrecision<double> Pi = new(3.1415927, 3.141592653589793);
    private static readonly ByPrecision<double> PiMiddle = new(-8.742278e-08, 1.2246467991473532e-16);
    private static readonly ByPrecision<double> PiLow = new(-3.430249e-15, -2.9947698097183397e-33);
    private static readonly ByPrecision<double> InversePi = new(0.31830987, 0.3183098861837907);

    // sin(r) = r + r z p(z), z = r^2, |r| at most pi/2.
    private static readonly ByPrecision<double[]> Sine = new(
        [-0.1666666, 0.0083330665, -0.00019809442, 2.6051475e-06],
        [
            -0.16666666666666666, 0.008333333333333205, -0.00019841269841211386, 2.75573192113221e-06, -2.505210687744449e-08,
            1.605893946934381e-10, -7.642975630596589e-13, 2.7209243534002738e-15,
        ]);

    // The same for |r| at most pi/4, and cos(r) = 1 - z/2 + z^2 p(z).
    private static readonly ByPrecision<double[]> ShortSine = new(
        [-0.16666654, 0.008332106, -0.0001950793],
        [
            -0.1666666666666663, 0.008333333333321745, -0.0001984126982923859, 2.755731348678327e-06, -2.5050725120085094e-08,
            1.5894842838889954e-10,
        ]);

    private static readonly ByPrecision<double[]> ShortCosine = new(
        [0.041666646, -0.0013887305, 2.4431427e-05],
        [
            0.04166666666666659, -0.0013888888888872186, 2.4801587288295406e-05, -2.755731401532467e-07, 2.087567816657307e-09,
            -1.1357344829754096e-11,
        ]);

    /// <summary>sin(x). Error at most 1.8 ulp (float) and 1.8 ulp (double).</summary>
    public static Term Sin(Term x)
    {
        Term q = (x * InversePi[x.Precision]).Round();
        Term sine = SineOf(Rest(x, q, 1));
        return IsOdd(q).Choose(-sine, sine);
    }

    /// <summary>cos(x) = sin(x + pi/2), exactly 1 at 0. Error at most 1.8 ulp (float) and 1.8 ulp (double).</summary>
    public static Term Cos(Term x)
    {
        // x = (q + 1/2) pi + r.
        Term q = x.Fma(InversePi[x.Precision], -0.5).Round();
        Term sine = SineOf(Rest(x, q + 0.5, 1));
        return IsOdd(q).Choose(sine, -sine);
    }

    /// <summary>tan(x) = sin(r) / cos(r), or -cos(r) / sin(r) in the odd quadrants. Error at most 3.7 ulp (float) and 3.7 ulp (double).</summary>
    public static Term Tan(Term x)
    {
        Term q = (x * (2 * InversePi[x.Precision])).Round();
        Term r = Rest(x, q, 0.5), z = r * r, odd = IsOdd(q);
        Term sine = (r * z).Fma(z.Polynomial(ShortSine[x.Precision]), r);
        Term cosine = (z * z).Fma(z.Polynomial(ShortCosine[x.Precision]), z.Fma(-0.5, 1));
        return odd.Choose(-cosine, sine) / odd.Choose(sine, cosine);
    }

    /// <summary>x - q period, where the period is the share of pi.</summary>
    private static Term Rest(Term x, Term q, double share)
    {
        Term r = q.Fma(-share * Pi[x.Precision], x);
        r = q.Fma(-share * PiMiddle[x.Precision], r);
        return q.Fma(-share * PiLow[x.Precision], r);
    }

    private static Term SineOf(Term r)
    {
        Term z = r * r;
        return (r * z).Fma(z.Polynomial(Sine[r.Precision]), r).AtLeast(-1).AtMost(1);
    }

    private static Term IsOdd(Term q)
    {
        Term half = q * 0.5;
        return half.Round().IsNot(half);
    }
}
