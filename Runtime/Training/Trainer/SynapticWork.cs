namespace NeuronDsl.Training;

/// <summary>The work of a layer of synapses in an evaluation, for a mean sample over all steps.</summary>
/// <param name="Layer">The layer's place and name: <c>0 Linear</c>.</param>
/// <param name="Inputs">Features in.</param>
/// <param name="Outputs">Features out.</param>
/// <param name="Steps">Time steps that were computed: 1 for an input that is the same at every step.</param>
/// <param name="FanOut">Outputs that an input reaches, on the mean.</param>
/// <param name="Arriving">Inputs that are not 0, over those steps.</param>
/// <param name="Binary">Whether the inputs are spikes, which add weights; else values, which multiply them.</param>
public sealed record SynapticWork(string Layer, int Inputs, int Outputs, int Steps, double FanOut, double Arriving, bool Binary)
{
    /// <summary>Synaptic operations: weights that are added, each for an input that is not 0.</summary>
    public double Operations => Arriving * FanOut;

    /// <summary>What a dense layer without spikes would do once, multiplying every input: the yardstick.</summary>
    public double DenseOperations => Inputs * FanOut;
}
