// Compiled into the generator as well, under a name of its own: tests see both.
#if NEURONDSL_GENERATOR
namespace NeuronDsl.Generator;
#else
namespace NeuronDsl;
#endif

/// <summary>
/// The smooth stand-ins for the spike's step function in the backward pass. With m the margin (left minus right side of the threshold
/// comparison) and a the sharpness given to <see cref="SpikeAttribute"/>, each entry states the derivative that is used in place of Dirac's delta.
/// </summary>
public enum Surrogate
{
    /// <summary>a / (2 (1 + (pi a m / 2)^2)); a defaults to 2. Fang et al. (2021).</summary>
    ATan,

    /// <summary>a s (1 - s) with s = 1 / (1 + exp(-a m)); a defaults to 4.</summary>
    Sigmoid,

    /// <summary>1 / (1 + a |m|)^2; a defaults to 25. Zenke and Ganguli (2018), as in snnTorch.</summary>
    FastSigmoid,

    /// <summary>max(0, 1 - a |m|); a defaults to 1. Bellec et al. (2018).</summary>
    Triangle,

    /// <summary>1 / (2 a) where |m| &lt; a, else 0; a, the half width, defaults to 0.5. Wu et al. (2018).</summary>
    Rectangle,

    /// <summary>a / sqrt(2 pi) exp(-(a m)^2 / 2), the normal density with standard deviation 1 / a; a defaults to 2.</summary>
    Gaussian,

    /// <summary>a / (2 (1 + a |m|)^2), the normalised form of Zenke and Ganguli's SuperSpike: its integral is 1; a defaults to 10.</summary>
    SuperSpike,

    /// <summary>a where |m| &lt; 1 / (2 a), else 0: the slope of a ramp from 0 to 1 of gradient a; a defaults to 1.</summary>
    PiecewiseLinear,
}
