namespace NeuronDsl.Models;

/// <summary>
/// The leaky output unit of recurrent spiking networks. Bellec et al. (2020), Nat. Commun. 11:3625, doi:10.1038/s41467-020-17236-y.
/// </summary>
/// <remarks>
/// <code>
/// y[t+1] = Kappa y[t] + x[t+1]
/// </code>
/// <para>Sums the weighted spikes of the layer before and forgets at the rate Kappa; it never fires, its value is read. One input of 1 is read as
/// 1, 0.8, 0.64, 0.512; an input of 1 for ever as 5.</para>
/// <para>The bias of the publication belongs to the linear layer before.</para>
/// </remarks>
[Neuron(Dt = 1)]
public partial class LeakyReadout
{
    /// <summary>What remains of the sum after one step.</summary>
    [Parameter, Range(0, 1), Unit("1")] public float Kappa = 0.8f;

    /// <summary>The leaking sum.</summary>
    [State, Unit("1")] public float y;

    /// <summary>Weighted spikes of this step.</summary>
    [Input, Unit("1")] public float x;

    [Update(nameof(y))] float NextY => Kappa * y + x;

    [Output] float Y => y;
}
