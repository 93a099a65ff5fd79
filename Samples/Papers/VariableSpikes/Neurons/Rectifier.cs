using NeuronDsl;

namespace PapersSample.VariableSpikes.Neurons;

/// <summary>The unit of a conventional network: max(0, z) at every step.</summary>
[Neuron(Targets = Target.Training)]
public partial class Rectifier
{
    /// <summary>What is sent.</summary>
    [State] public float y;

    /// <summary>Presynaptic value.</summary>
    [Input] public float z;

    [Update(nameof(y))] float NextY => Neural.Relu(z);

    [Output] float Y => y;
}
