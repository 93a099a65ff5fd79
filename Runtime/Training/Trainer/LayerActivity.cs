namespace NeuronDsl.Training;

/// <summary>What the neurons of a layer sent in an evaluation, for a mean sample.</summary>
/// <param name="Layer">The layer's place and name: <c>1 Plif</c>.</param>
/// <param name="Neurons">Neurons.</param>
/// <param name="Steps">Time steps.</param>
/// <param name="Sent">What they sent that is not 0, over all steps: spikes, or values of neurons that send values.</param>
public sealed record LayerActivity(string Layer, int Neurons, int Steps, double Sent)
{
    /// <summary>The share of neurons that send at a step, 0 to 1.</summary>
    public double Activity => Sent / ((double)Neurons * Steps);
}
