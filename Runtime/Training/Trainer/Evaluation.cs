namespace NeuronDsl.Training;

/// <summary>A network on a data set.</summary>
/// <param name="Loss">The mean loss of a sample.</param>
/// <param name="SpikesPerSample">Mean spikes of all layers for a sample over all steps.</param>
/// <param name="Confusion">What was taken for what.</param>
public sealed record Evaluation(double Loss, double SpikesPerSample, ConfusionMatrix Confusion)
{
    /// <summary>The share classified right, 0 to 1.</summary>
    public double Accuracy => Confusion.Accuracy;
}
