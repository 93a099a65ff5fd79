using System;
using System.Numerics;
using NeuronDsl.Data;

namespace NeuronDsl.Training;

/// <summary>
/// How weights are drawn at first. A rule sees how many inputs an output sums (fan in) and how many outputs an input reaches (fan out).
/// </summary>
public abstract class Initializer
{
    /// <summary>Uniform in plus and minus 1 / sqrt(fan in): the default of layers.</summary>
    public static Initializer FanIn { get; } = new UniformInitializer((fanIn, _) => 1 / Math.Sqrt(fanIn));

    /// <summary>Uniform, of variance 2 / fan in (He et al., ICCV 2015, arXiv:1502.01852, equation 10).</summary>
    public static Initializer KaimingUniform { get; } = new UniformInitializer((fanIn, _) => Math.Sqrt(6.0 / fanIn));

    /// <summary>Normal, of variance 2 / fan in (He et al. 2015).</summary>
    public static Initializer KaimingNormal { get; } = new NormalInitializer((fanIn, _) => Math.Sqrt(2.0 / fanIn));

    /// <summary>Uniform, of variance 2 / (fan in + fan out) (Glorot and Bengio, AISTATS 2010, equation 16).</summary>
    public static Initializer XavierUniform { get; } = new UniformInitializer((fanIn, fanOut) => Math.Sqrt(6.0 / (fanIn + fanOut)));

    /// <summary>Normal, of variance 2 / (fan in + fan out) (Glorot and Bengio 2010).</summary>
    public static Initializer XavierNormal { get; } = new NormalInitializer((fanIn, fanOut) => Math.Sqrt(2.0 / (fanIn + fanOut)));

    /// <summary>All zero.</summary>
    public static Initializer Zero { get; } = Uniform(0);

    /// <summary>Uniform in plus and minus a bound.</summary>
    public static Initializer Uniform(double bound)
    {
        CheckSpread(bound, nameof(bound));
        return new UniformInitializer((_, _) => bound);
    }

    /// <summary>Normal with mean 0.</summary>
    public static Initializer Normal(double deviation)
    {
        CheckSpread(deviation, nameof(deviation));
        return new NormalInitializer((_, _) => deviation);
    }

    /// <summary>Writes the values of a parameter; padding stays zero.</summary>
    public void Fill<T>(Parameter<T> parameter, int fanIn, int fanOut, RandomStream random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int row = 0; row < parameter.RowCount; row++)
            foreach (ref var value in parameter.Row(row)) value = T.CreateChecked(Next(fanIn, fanOut, random));
    }

    /// <summary>One weight.</summary>
    protected abstract double Next(int fanIn, int fanOut, RandomStream random);

    private static void CheckSpread(double spread, string name)
    {
        if (!(spread >= 0 && double.IsFinite(spread)))
            throw new ArgumentOutOfRangeException(name, spread, "The spread of weights is finite and at least 0.");
    }

    private sealed class UniformInitializer(Func<int, int, double> bound) : Initializer
    {
        protected override double Next(int fanIn, int fanOut, RandomStream random) => (2 * random.NextDouble() - 1) * bound(fanIn, fanOut);
    }

    private sealed class NormalInitializer(Func<int, int, double> deviation) : Initializer
    {
        protected override double Next(int fanIn, int fanOut, RandomStream random) => random.NextNormal() * deviation(fanIn, fanOut);
    }
}
