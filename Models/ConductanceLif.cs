namespace NeuronDsl.Models;

/// <summary>
/// Leaky integrate-and-fire with exponentially decaying synaptic conductances, the "COBA" neuron of Vogels and Abbott (2005),
/// J. Neurosci. 25:10786, and of the benchmark of Brette et al. (2007), J. Comput. Neurosci. 23:349, doi:10.1007/s10827-007-0038-6.
/// </summary>
/// <remarks>
/// <code>
/// C dV/dt = -GL (V - EL) - GExc (V - EExc) - GInh (V - EInh) + I
/// TauExc dGExc/dt = -GExc,  TauInh dGInh/dt = -GInh
/// V >= VThreshold: spike, V := VReset, held for TRef
/// </code>
/// <para>An arriving spike adds its weight (nS, never negative) to one of the two conductances: 6 nS and 67 nS in the benchmark.</para>
/// <para>Known for shunting: inhibition divides as well as subtracts, and the membrane quickens under bombardment. A spike of 6 nS lifts V by 5.35
/// mV, 9.1 ms after it arrived; with 67 nS of inhibition that reverses at rest (EInh = -60) and moves nothing by itself, only by 2.58 mV
/// (Runge-Kutta, dt 0.1).</para>
/// <para>Each equation is linear in its own state: exponential Euler is stable however large the conductances grow.</para>
/// </remarks>
[Neuron(Solvers = Solver.ExponentialEuler | Solver.Euler | Solver.Heun | Solver.RungeKutta4, Dt = 0.1)]
public partial class ConductanceLif
{
    /// <summary>Membrane capacitance.</summary>
    [Parameter, Unit("pF")] public float C = 200f;

    /// <summary>Leak conductance.</summary>
    [Parameter, Unit("nS")] public float GL = 10f;

    /// <summary>Reversal potentials of the leak, of excitation and of inhibition.</summary>
    [Parameter, Unit("mV")] public float EL = -60f, EExc = 0f, EInh = -80f;

    /// <summary>Threshold and reset potential.</summary>
    [Parameter, Unit("mV")] public float VThreshold = -50f, VReset = -60f;

    /// <summary>Time constants of excitation and inhibition.</summary>
    [Parameter, Unit("ms")] public float TauExc = 5f, TauInh = 10f;

    /// <summary>Refractory period.</summary>
    [Refractory, Unit("ms")] public float TRef = 5f;

    /// <summary>Membrane potential.</summary>
    [State, Unit("mV")] public float V = -60f;

    /// <summary>Excitatory and inhibitory conductance.</summary>
    [State, Receives, Unit("nS"), Range(0, 200)] public float GExc, GInh;

    /// <summary>Injected current.</summary>
    [Input, Unit("pA"), Range(-500, 1000)] public float I;

    [Derivative(nameof(V))] float DV => (-GL * (V - EL) - GExc * (V - EExc) - GInh * (V - EInh) + I) / C;
    [Derivative(nameof(GExc))] float DGExc => -GExc / TauExc;
    [Derivative(nameof(GInh))] float DGInh => -GInh / TauInh;

    [Spike(Surrogate.ATan, 0.2)] bool Fires => V >= VThreshold;

    [Reset] void Reset() => V = VReset;
}
