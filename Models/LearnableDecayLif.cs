namespace NeuronDsl.Models;

/// <summary>
/// The discrete leaky integrate-and-fire neuron that learns its decay and threshold directly: the baseline ("LIF-SN") that the variable spiking
/// neuron is compared with. Garg and Chakraborty (2023), arXiv:2311.09267; Eshraghian et al. (2023), Proc. IEEE 111:1016,
/// doi:10.1109/JPROC.2023.3308088.
/// </summary>
/// <remarks>
/// <code>
/// m[t] = Beta m[t-1] + z[t]
/// m[t] >= Threshold: spike, m[t] := 0
/// </code>
/// <para>The same memory as <see cref="VariableSpiking"/>, which sends z where this neuron sends 1. With z = 0.2 it fires at every third
/// step.</para>
/// <para>Nothing keeps Beta below 1 while learning: see <see cref="LearnableIterativeLif"/> for a decay behind a sigmoid.</para>
/// </remarks>
[Neuron]
public partial class LearnableDecayLif
{
    /// <summary>What remains of the memory after one step.</summary>
    [Parameter(Learnable = true), Range(0, 1), Unit("1")] public float Beta = 0.9f;

    /// <summary>Threshold.</summary>
    [Parameter(Learnable = true), Unit("1")] public float Threshold = 0.5f;

    /// <summary>Memory.</summary>
    [State, Unit("1")] public float m;

    /// <summary>Presynaptic value.</summary>
    [Input, Unit("1")] public float z;

    [Update(nameof(m))] float NextM => Beta * m + z;

    [Spike(Surrogate.FastSigmoid, 25)] bool Fires => m >= Threshold;

    [Reset] void Reset() => m = 0;
}
