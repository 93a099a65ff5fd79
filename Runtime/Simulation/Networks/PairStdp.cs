using System;

namespace NeuronDsl.Simulation;

/// <summary>
/// Spike-timing-dependent plasticity of spike pairs with exponential traces, additive with hard bounds: Song, Miller and Abbott
/// (2000), Nat. Neurosci. 3:919, doi:10.1038/78829; all pairs count (Morrison, Diesmann and Gerstner 2008, Biol. Cybern. 98:459).
/// </summary>
/// <remarks>
/// <code>
/// arrival of a spike at the synapse: w := clip(w - Depression y), x := x + 1        x' = -x / TauPotentiation
/// spike of the target:               w := clip(w + Potentiation x), y := y + 1     y' = -y / TauDepression
/// </code>
/// The weight that a spike delivers is the one before its own depression. Where an arrival and a spike of the target fall on the same instant the
/// arrival comes first: the pair potentiates.
/// </remarks>
public sealed record PairStdp
{
    /// <summary>The weight gained by a pair without delay between them, in units of the weight.</summary>
    public double Potentiation { get; init; } = 0.01;

    /// <summary>The weight lost by a pair without delay between them, in units of the weight.</summary>
    public double Depression { get; init; } = 0.0105;

    /// <summary>How long an arrival is remembered, in the unit of dt.</summary>
    public double TauPotentiation { get; init; } = 20;

    /// <summary>How long a spike of the target is remembered, in the unit of dt.</summary>
    public double TauDepression { get; init; } = 20;

    /// <summary>The least weight.</summary>
    public double Minimum { get; init; }

    /// <summary>The greatest weight.</summary>
    public double Maximum { get; init; } = 1;

    internal void Check()
    {
        Positive(TauPotentiation, nameof(TauPotentiation));
        Positive(TauDepression, nameof(TauDepression));
        if (!double.IsFinite(Potentiation))
            throw new ArgumentException(FormattableString.Invariant($"Potentiation is {Potentiation}."), nameof(Potentiation));
        if (!double.IsFinite(Depression))
            throw new ArgumentException(FormattableString.Invariant($"Depression is {Depression}."), nameof(Depression));
        if (!(Minimum <= Maximum))
            throw new ArgumentException(FormattableString.Invariant($"The bounds {Minimum} and {Maximum} are the wrong way round."), nameof(Maximum));

        static void Positive(double value, string name)
        {
            if (!(value > 0 && double.IsFinite(value)))
                throw new ArgumentException(FormattableString.Invariant($"{name} is {value}; it must be positive and finite."), name);
        }
    }
}
