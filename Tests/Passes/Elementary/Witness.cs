using System;

namespace NeuronDsl.Tests.Passes.Elementary;

/// <summary>A true value to about 100 bits: value 2^scale, so that the ends of the range are as precise as the middle.</summary>
internal readonly record struct Exact(DoubleDouble Value, int Scale)
{
    public static implicit operator Exact(DoubleDouble value) => new(value, 0);

    /// <summary>The distance of a result in units of the last place of the true value, precision 24 or 53.</summary>
    public double UlpsTo(double result, int precision)
    {
        int lowest = precision == 53 ? -1074 : -149;
        int exponent = Math.ILogB(Value.High) + Scale;
        if (exponent > (precision == 53 ? 1023 : 127)) return double.IsInfinity(result) && (result > 0) == (Value.High > 0) ? 0 : double.PositiveInfinity;
        int ulp = Math.Max(exponent - precision + 1, lowest) - Scale;

        // The largest value counts as half a place from infinity, as rounding has it.
        double largest = precision == 53 ? double.MaxValue : float.MaxValue;
        DoubleDouble scaled = double.IsInfinity(result)
            ? new DoubleDouble(Math.CopySign(Math.ScaleB(largest, -Scale), result), 0) + Math.CopySign(Math.ScaleB(1, ulp), result)
            : Math.ScaleB(result, -Scale);
        return Math.Abs(Math.ScaleB((scaled - Value).High, -ulp));
    }
}

/// <summary>The functions of the table from their definitions, in double-double arithmetic.</summary>
internal static class Witness
{
    // Below, an odd function is its argument to 100 bits, while low parts would be lost among the denormals.
    private const double Tiny = 1e-100;

    public static Exact Exp(double x) => Scaled(DoubleDouble.ExpScaled(x));

    public static Exact Exp2(double x) => Scaled(DoubleDouble.ExpScaled(DoubleDouble.Log(2) * x));

    public static Exact Log(double x) => DoubleDouble.Log(x);

    public static Exact Pow(double x, double y) => Scaled(DoubleDouble.ExpScaled(DoubleDouble.Log(x) * y));

    public static Exact Cbrt(double x)
    {
        int q = Math.ILogB(x) / 3;
        return new Exact(DoubleDouble.Cbrt(Math.ScaleB(x, -3 * q)), q);
    }

    public static Exact Sin(double x) => Math.Abs(x) < Tiny ? (DoubleDouble)x : DoubleDouble.SinCos(x).Sin;

    public static Exact Cos(double x) => DoubleDouble.SinCos(x).Cos;

    public static Exact Tan(double x)
    {
        if (Math.Abs(x) < Tiny) return (DoubleDouble)x;
        (DoubleDouble sin, DoubleDouble cos) = DoubleDouble.SinCos(x);
        return sin / cos;
    }

    public static Exact Atan(double x) => Math.Abs(x) < Tiny ? (DoubleDouble)x : DoubleDouble.Atan(x);

    public static Exact Sinh(double x)
    {
        if (Math.Abs(x) < Tiny) return (DoubleDouble)x;
        if (Math.Abs(x) > 40) return HalfExp(x);
        DoubleDouble e = DoubleDouble.ExpM1(x);
        return (e + (e / (e + 1))) * 0.5;
    }

    public static Exact Cosh(double x)
    {
        if (Math.Abs(x) > 40) return HalfExp(Math.Abs(x));
        DoubleDouble e = DoubleDouble.ExpM1(x) + 1;
        return (e + (1 / e)) * 0.5;
    }

    public static Exact Tanh(double x)
    {
        if (Math.Abs(x) < Tiny) return (DoubleDouble)x;
        if (Math.Abs(x) > 40) return (DoubleDouble)Math.Sign(x);
        DoubleDouble e = DoubleDouble.ExpM1((DoubleDouble)x * 2);
        return e / (e + 2);
    }

    public static Exact Sigmoid(double x) => x < -80 ? Exp(x) : 1 / (DoubleDouble.ExpM1(-Math.Min(x, 80)) + 2);

    public static Exact Phi(int k, double z)
    {
        double factorial = 1;
        for (int i = 2; i <= k; i++) factorial *= i;
        if (Math.Abs(z) < 2)
        {
            DoubleDouble sum = 1;
            for (int n = 30; n > 0; n--) sum = (sum * z / (n + k)) + 1;
            return sum / factorial;
        }

        // The recurrence with the power of two of exp(z) kept apart.
        (DoubleDouble phi, int scale) = DoubleDouble.ExpScaled(Math.Max(z, -200));
        if (z < 0) (phi, scale) = (new DoubleDouble(Math.ScaleB(phi.High, scale), Math.ScaleB(phi.Low, scale)), 0);
        DoubleDouble inverse = 1;
        for (int i = 1; i <= k; i++)
        {
            phi = (phi - new DoubleDouble(Math.ScaleB(inverse.High, -scale), Math.ScaleB(inverse.Low, -scale))) / z;
            inverse /= i;
        }

        return new Exact(phi, scale);
    }

    private static Exact HalfExp(double x)
    {
        (DoubleDouble value, int scale) = DoubleDouble.ExpScaled(Math.Abs(x));
        return new Exact(x < 0 ? -value : value, scale - 1);
    }

    private static Exact Scaled((DoubleDouble Value, int Scale) e) => new(e.Value, e.Scale);
}
