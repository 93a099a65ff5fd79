namespace NeuronDsl.Training;

/// <summary>What a loss makes of the steps of an output.</summary>
public enum LossTiming
{
    /// <summary>The loss of the mean over the steps: for spikes, of the rate in spikes a step.</summary>
    OfMean,

    /// <summary>The mean over the steps of the loss at each.</summary>
    EveryStep,
}
