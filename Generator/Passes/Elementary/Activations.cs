namespace NeuronDsl.Generator.Passes.Elementary;

/// <summary>The activation functions of the field.</summary>
internal static class Activations
{
    /// <summary>
    /// 1 / (1 + exp(-x)), from exp(-|x|), which cannot overflow: the result runs through the denormals to 0. NaN for NaN, exactly 1/2 at 0.
    /// Error at most 2.5 ulp (float) and 2.5 ulp (double).
    /// </summary>
    public static Term Sigmoid(Term x)
    {
        Term e = Exponential.ExpOfNegative(x.Abs());
        return (x >= 0).Choose(1, e) / (e + 1);
    }

    /// <summary>x where x > 0, else 0; NaN stays NaN. Exact.</summary>
    public static Term Relu(Term x) => (x <= 0).Choose(0, x);

    /// <summary>1 where x >= 0, else 0, also for NaN. Exact.</summary>
    public static Term Heaviside(Term x) => (x >= 0).Choose(1, 0);
}
