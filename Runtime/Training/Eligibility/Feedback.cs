namespace NeuronDsl.Training;

/// <summary>By which weights the readout's error reaches the neurons as their learning signal.</summary>
public enum Feedback
{
    /// <summary>The readout's own weights.</summary>
    Symmetric,

    /// <summary>Weights of their own, drawn from N(0, 1) and never changed (feedback alignment).</summary>
    Random,

    /// <summary>Weights of their own, drawn from N(0, 1), that change as the readout's do; both decay.</summary>
    Adaptive,
}

/// <summary>How firing rates are drawn towards their target.</summary>
public enum RateRule
{
    /// <summary>A learning signal like the readout's, which goes through the eligibility traces (Bellec et al. 2020, eq. 30 and following).</summary>
    ThroughTraces,

    /// <summary>The same change to all weights of a neuron, whatever its synapses did (van der Veen 2022).</summary>
    Uniform,
}
