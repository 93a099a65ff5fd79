using System;

namespace NeuronDsl;

/// <summary>
/// The functions of the field that <see cref="Math"/> lacks, finite at their removable singularities. Equations may call them; the
/// compiler knows their derivatives and their vector forms.
/// </summary>
public static class Neural
{
    /// <summary>x / (1 - exp(-x / k)), and k at x = 0: the opening rate of a channel that follows a linear-exponential law.</summary>
    public static double Linoid(double x, double k) => k / ExpRel(-x / k);

    /// <inheritdoc cref="Linoid(double, double)"/>
    public static float Linoid(float x, float k) => k / ExpRel(-x / k);

    /// <summary>(exp(x) - 1) / x, and 1 at x = 0.</summary>
    public static double ExpRel(double x)
    {
        if (x == 0) return 1;
        // Kahan: with u = exp(x) rounded, (u - 1) / log(u) has the error of u in numerator and denominator alike.
        double u = Math.Exp(x);
        if (Math.Abs(x) > 1) return double.IsPositiveInfinity(u) ? u : (u - 1) / x;
        return u == 1 ? 1 : (u - 1) / Math.Log(u);
    }

    /// <inheritdoc cref="ExpRel(double)"/>
    public static float ExpRel(float x) => (float)ExpRel((double)x);

    /// <summary>1 / (1 + exp(-x)).</summary>
    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <inheritdoc cref="Sigmoid(double)"/>
    public static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));

    /// <summary>1 where x >= 0, else 0 (also for NaN). Its derivative is taken as 0.</summary>
    public static double Heaviside(double x) => x >= 0 ? 1 : 0;

    /// <inheritdoc cref="Heaviside(double)"/>
    public static float Heaviside(float x) => x >= 0 ? 1 : 0;

    /// <summary>x where x > 0, else 0 (NaN stays NaN).</summary>
    public static double Relu(double x) => x <= 0 ? 0 : x;

    /// <inheritdoc cref="Relu(double)"/>
    public static float Relu(float x) => x <= 0 ? 0 : x;
}
