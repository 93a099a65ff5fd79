namespace NeuronDsl.Training;

/// <summary>What a pass through the steps of a layer is for.</summary>
public enum LayerPass
{
    /// <summary>To send what the neurons send.</summary>
    Send,

    /// <summary>To keep the states after the last step, where the next segment begins.</summary>
    Keep,
}
