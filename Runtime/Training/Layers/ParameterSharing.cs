namespace NeuronDsl.Training;

/// <summary>How many values a neuron layer learns for a learnable parameter.</summary>
public enum ParameterSharing
{
    /// <summary>One for the whole layer.</summary>
    PerLayer,

    /// <summary>One for each channel, the first dimension of the layer's shape; of a flat layer every neuron is a channel.</summary>
    PerChannel,

    /// <summary>One for each neuron.</summary>
    PerNeuron,
}
