namespace NeuronDsl.Models;

/// <summary>
/// The leaky integrate-and-fire neuron: a capacitor that leaks, a threshold, a reset.
/// Lapicque (1907), J. Physiol. Pathol. Gen. 9:620; Stein (1965), Biophys. J. 5:173, doi:10.1016/S0006-3495(65)86709-1.
/// </summary>
/// <remarks>
/// <code>
/// TauM dV/dt = -(V - EL) + R I
/// V >= VThreshold: spike, V := VReset, held for TRef
/// </code>
/// <para>Arriving spikes are delta synapses: V jumps by the weight, in mV.</para>
/// <para>Known for a rate in closed form: the interval is TRef + TauM ln((R I + EL - VReset) / (R I + EL - VThreshold)), and without end when R I
/// is not above VThreshold - EL, here 1.5 nA. With I = 2 it fires 63 spikes in 1 s at intervals of 15.8 ms (exact solver, dt 0.1), with I = 1.6 33
/// spikes at 29.7 ms, with I = 1.5 none.</para>
/// <para>The equation is linear, so the exact solver makes no error within a step; the spike itself still waits for the step's end. The surrogate's
/// width is a few mV, the scale on which V moves.</para>
/// </remarks>
[Neuron(Solvers = Solver.Exact | Solver.Euler | Solver.Heun | Solver.RungeKutta4 | Solver.ExponentialEuler, Dt = 0.1)]
public partial class LeakyIntegrateAndFire
{
    /// <summary>Membrane time constant.</summary>
    [Parameter, Unit("ms")] public float TauM = 10f;

    /// <summary>Membrane resistance.</summary>
    [Parameter, Unit("MOhm")] public float R = 10f;

    /// <summary>Resting, threshold and reset potential.</summary>
    [Parameter, Unit("mV")] public float EL = -65f, VThreshold = -50f, VReset = -65f;

    /// <summary>Refractory period.</summary>
    [Refractory, Unit("ms")] public float TRef = 2f;

    /// <summary>Membrane potential.</summary>
    [State, Receives, Unit("mV"), Range(-100, -40)] public float V = -65f;

    /// <summary>Injected current.</summary>
    [Input, Unit("nA"), Range(-2, 6)] public float I;

    [Derivative(nameof(V))] float DV => (-(V - EL) + R * I) / TauM;

    [Spike(Surrogate.ATan, 0.2)] bool Fires => V >= VThreshold;

    [Reset] void Reset() => V = VReset;

    /// <summary>
    /// The neuron of Brunel (2000), J. Comput. Neurosci. 8:183, doi:10.1023/A:1008925309027: potentials from rest, R = 1, so that the input is
    /// the potential (mV) that V heads for.
    /// </summary>
    public static LeakyIntegrateAndFire Brunel => new() { TauM = 20f, R = 1f, EL = 0f, VThreshold = 20f, VReset = 10f, TRef = 2f, V = 0f };

    /// <summary>No refractory period: the neuron of most textbook formulas.</summary>
    public static LeakyIntegrateAndFire WithoutRefractoriness => new() { TRef = 0f };
}
