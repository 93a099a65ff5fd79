using System;
using System.Linq;

namespace NeuronDsl.Tests.Passes.Elementary;

/// <summary>
/// A number as the unevaluated sum of two doubles, about 104 bits (Dekker, 1971), and the elementary functions of it by the plainest
/// methods (Taylor series, Newton steps): the witness of the functions in double precision.
/// </summary>
internal readonly record struct DoubleDouble(double High, double Low)
{
    public static readonly DoubleDouble Ln2 = new(0.6931471805599453, 2.3190468138462996e-17);

    // 1/k, since a division costs as much as four products.
    private static readonly DoubleDouble[] Inverse = [.. Enumerable.Range(0, 32).Select(k => k == 0 ? 0 : (DoubleDouble)1 / k)];

    public static implicit operator DoubleDouble(double x) => new(x, 0);

    public static DoubleDouble operator -(DoubleDouble a) => new(-a.High, -a.Low);

    public static DoubleDouble operator +(DoubleDouble a, DoubleDouble b)
    {
        (double s, double e) = Sum(a.High, b.High);
        (double t, double f) = Sum(a.Low, b.Low);
        (s, e) = QuickSum(s, e + t);
        (s, e) = QuickSum(s, e + f);
        return new(s, e);
    }

    public static DoubleDouble operator -(DoubleDouble a, DoubleDouble b) => a + -b;

    public static DoubleDouble operator *(DoubleDouble a, DoubleDouble b)
    {
        double p = a.High * b.High, e = Math.FusedMultiplyAdd(a.High, b.High, -p);
        (p, e) = QuickSum(p, e + ((a.High * b.Low) + (a.Low * b.High)));
        return new(p, e);
    }

    public static DoubleDouble operator /(DoubleDouble a, DoubleDouble b)
    {
        double q1 = a.High / b.High;
        DoubleDouble r = a - (b * q1);
        double q2 = r.High / b.High;
        r -= b * q2;
        return new DoubleDouble(q1, 0) + q2 + (r.High / b.High);
    }

    /// <summary>exp(x) = value 2^scale, so that nothing overflows.</summary>
    public static (DoubleDouble Value, int Scale) ExpScaled(DoubleDouble x)
    {
        int n = (int)Math.Round(x.High / Ln2.High);
        return (ExpM1OfSmall(x - (Ln2 * n)) + 1, n);
    }

    /// <summary>exp(x) - 1 for |x| up to about 700.</summary>
    public static DoubleDouble ExpM1(DoubleDouble x)
    {
        if (Math.Abs(x.High) < 0.5) return ExpM1OfSmall(x);
        (DoubleDouble value, int n) = ExpScaled(x);
        return new DoubleDouble(Math.ScaleB(value.High, n), Math.ScaleB(value.Low, n)) - 1;
    }

    /// <summary>log(x) by one Newton step for exp(y) = x from Math.Log.</summary>
    public static DoubleDouble Log(double x)
    {
        int e = Math.ILogB(x);
        if (e == -1) e = 0;
        double m = Math.ScaleB(x, -e), y = Math.Log(m);
        DoubleDouble d = ((ExpM1OfSmall(-y) + 1) * m) - 1;
        return (Ln2 * e) + y + (d - (d * d * 0.5));
    }

    /// <summary>sin and cos of x = q pi/2 + r, r reduced with 160 bits of pi.</summary>
    public static (DoubleDouble Sin, DoubleDouble Cos) SinCos(double x)
    {
        double q = Math.Round(x / 1.5707963267948966);
        DoubleDouble r = x;
        foreach (double part in (double[])[1.5707963267948966, 6.123233995736766e-17, -1.4973849048591833e-33])
        {
            double p = q * part;
            r = r - p - Math.FusedMultiplyAdd(q, part, -p);
        }

        DoubleDouble z = r * r, sin = 0, cos = 0;
        for (int k = 28; k > 0; k -= 2)
        {
            cos = 1 - (cos * z * (Inverse[k] * Inverse[k - 1]));
            sin = 1 - (sin * z * (Inverse[k] * Inverse[k + 1]));
        }

        sin *= r;
        return ((long)q & 3) switch { 0 => (sin, cos), 1 => (cos, -sin), 2 => (-sin, -cos), _ => (-cos, sin) };
    }

    /// <summary>atan(x) by one step from Math.Atan: atan(x) = y + atan((x - tan y) / (1 + x tan y)).</summary>
    public static DoubleDouble Atan(double x)
    {
        double y = Math.Atan(x);
        (DoubleDouble sin, DoubleDouble cos) = SinCos(y);
        return ((cos * x) - sin) / (cos + (sin * x)) + y;
    }

    /// <summary>cbrt(x) by one Newton step from Math.Cbrt; |x| not near the ends of the range.</summary>
    public static DoubleDouble Cbrt(double x)
    {
        DoubleDouble y = Math.Cbrt(x);
        return y - (((y * y * y) - x) / (y * y * 3));
    }

    private static DoubleDouble ExpM1OfSmall(DoubleDouble x)
    {
        // exp(x) - 1 = u gives exp(2x) - 1 = u (u + 2), six times.
        DoubleDouble r = new(x.High / 64, x.Low / 64), u = 0;
        for (int k = 13; k > 1; k--) u = (u + 1) * r * Inverse[k];
        u = (u + 1) * r;
        for (int i = 0; i < 6; i++) u *= u + 2;
        return u;
    }

    private static (double, double) Sum(double a, double b)
    {
        double s = a + b, t = s - a;
        return (s, (a - (s - t)) + (b - t));
    }

    private static (double, double) QuickSum(double a, double b)
    {
        double s = a + b;
        return (s, b - (s - a));
    }
}
