namespace NeuronDsl.Models;

/// <summary>
/// The discrete neuron with a decaying synaptic current and a decaying potential, a spike response model with a double-exponential kernel.
/// Zenke and Ganguli (2018), Neural Comput. 30:1514, doi:10.1162/neco_a_01086; Eshraghian et al. (2023), Proc. IEEE 111:1016,
/// doi:10.1109/JPROC.2023.3308088.
/// </summary>
/// <remarks>
/// <code>
/// i[t] = Alpha i[t-1] + x[t]
/// u[t] = Beta u[t-1] + i[t]
/// u[t] >= Threshold: spike, u[t] := u[t] - Threshold
/// </code>
/// <para>The response to one input spike is (Alpha^(t+1) - Beta^(t+1)) / (Alpha - Beta): it rises before it falls. By one input of 1 the potential
/// goes through 1, 1.7, 2.17, 2.465 to its maximum of 2.693 after 5 steps; x = 0.1 gives 20 spikes in 50 steps.</para>
/// <para>The potential takes the current of the same step, as the second source does; the first takes that of the step before.</para>
/// </remarks>
[Neuron]
public partial class SynapticLif
{
    /// <summary>What remains of the current and of the potential after one step.</summary>
    [Parameter, Range(0, 1), Unit("1")] public float Alpha = 0.8f, Beta = 0.9f;

    /// <summary>Threshold, and what a spike costs.</summary>
    [Parameter, Unit("1")] public float Threshold = 1f;

    /// <summary>Synaptic current and membrane potential.</summary>
    [State, Unit("1")] public float i, u;

    /// <summary>Weighted spikes of this step.</summary>
    [Input, Unit("1")] public float x;

    [Update(nameof(i))] float NextI => Alpha * i + x;
    [Update(nameof(u))] float NextU => Beta * u + NextI;

    [Spike(Surrogate.FastSigmoid, 25)] bool Fires => u >= Threshold;

    [Reset(Detach = true)] void Reset() => u -= Threshold;
}
