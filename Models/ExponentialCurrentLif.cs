namespace NeuronDsl.Models;

/// <summary>
/// Leaky integrate-and-fire with exponentially decaying synaptic currents, the "CUBA" neuron of the benchmark of
/// Brette et al. (2007), J. Comput. Neurosci. 23:349, doi:10.1007/s10827-007-0038-6.
/// </summary>
/// <remarks>
/// <code>
/// TauM dV/dt = -(V - EL) + R (I + IExc + IInh)
/// TauExc dIExc/dt = -IExc,  TauInh dIInh/dt = -IInh
/// V >= VThreshold: spike, V := VReset, held for TRef
/// </code>
/// <para>An arriving spike adds its weight (nA) to one of the two currents; an inhibitory weight is negative. The currents go on decaying while V
/// is held.</para>
/// <para>An excitatory spike of 0.5 nA lifts V by 0.787 mV at most, 9.2 ms after it arrived; I = 1.2 gives 24 spikes in 1 s at intervals of 40.8 ms
/// (exact, dt 0.1).</para>
/// <para>The benchmark has no current and no resistance, its synapses are in mV: with R = 1 weight and current are in mV here too.</para>
/// </remarks>
[Neuron(Solvers = Solver.Exact | Solver.Euler | Solver.Heun | Solver.RungeKutta4 | Solver.ExponentialEuler, Dt = 0.1)]
public partial class ExponentialCurrentLif
{
    /// <summary>Time constants of the membrane, the excitatory and the inhibitory current.</summary>
    [Parameter, Unit("ms")] public float TauM = 20f, TauExc = 5f, TauInh = 10f;

    /// <summary>Membrane resistance.</summary>
    [Parameter, Unit("MOhm")] public float R = 10f;

    /// <summary>Resting, threshold and reset potential.</summary>
    [Parameter, Unit("mV")] public float EL = -60f, VThreshold = -50f, VReset = -60f;

    /// <summary>Refractory period.</summary>
    [Refractory, Unit("ms")] public float TRef = 5f;

    /// <summary>Membrane potential.</summary>
    [State, Unit("mV")] public float V = -60f;

    /// <summary>Excitatory and inhibitory synaptic current.</summary>
    [State, Receives, Unit("nA"), Range(-10, 10)] public float IExc, IInh;

    /// <summary>Injected current.</summary>
    [Input, Unit("nA"), Range(-2, 4)] public float I;

    [Derivative(nameof(V))] float DV => (-(V - EL) + R * (I + IExc + IInh)) / TauM;
    [Derivative(nameof(IExc))] float DIExc => -IExc / TauExc;
    [Derivative(nameof(IInh))] float DIInh => -IInh / TauInh;

    [Spike(Surrogate.ATan, 0.2)] bool Fires => V >= VThreshold;

    [Reset] void Reset() => V = VReset;
}
