namespace SimulationSample.Experiments;

/// <summary>The delays of the random network's synapses.</summary>
internal enum DelayKind
{
    /// <summary>1.5 ms, all alike.</summary>
    One,

    /// <summary>Drawn for each synapse between 0.1 and 3 ms.</summary>
    Random,
}
