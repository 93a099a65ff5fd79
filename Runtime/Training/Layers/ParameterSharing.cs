namespace NeuronDsl.Training;

/// <summary>How many values a neuron layer learns for each learnable parameter.</summary>
public enum ParameterSharing
{
    /// <summary>One for the whole layer.</summary>
    PerLayer,

    /// <summary>One for each neuron.</summary>
    PerNeuron,
}
