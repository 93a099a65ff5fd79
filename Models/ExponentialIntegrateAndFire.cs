using System;

namespace NeuronDsl.Models;

/// <summary>
/// The exponential integrate-and-fire neuron. Fourcaud-Trocme, Hansel, van Vreeswijk and Brunel (2003), J. Neurosci. 23:11628,
/// doi:10.1523/JNEUROSCI.23-37-11628.2003.
/// </summary>
/// <remarks>
/// <code>
/// C dV/dt = -GL (V - EL) + GL DeltaT exp((V - VT) / DeltaT) + I
/// V >= VPeak: spike, V := VReset, held for TRef
/// </code>
/// <para>The parameters are the publication's fit to a conductance-based (Wang-Buzsaki) neuron. VT is where the curve of current against potential
/// turns; the rheobase is GL (VT - EL - DeltaT), here 0.162 uA/cm^2.</para>
/// <para>Known for the sharpness of spike initiation, DeltaT, as a parameter, which decides how fast an input the neuron can follow. I = 0.162
/// gives no spike in 1 s, 0.163 one after 0.8 s, 0.2 8 spikes (every 121 ms), 0.5 31 (32.1 ms), 1 58 (17.3 ms; Runge-Kutta, dt 0.05).</para>
/// <para>The equations see V no higher than VPeak, which changes nothing below it: the inner stages of Heun and Runge-Kutta would otherwise
/// overflow in the last step of an upstroke.</para>
/// </remarks>
[Neuron(Solvers = Solver.RungeKutta4 | Solver.Euler | Solver.Heun, Dt = 0.05)]
public partial class ExponentialIntegrateAndFire
{
    /// <summary>Membrane capacitance.</summary>
    [Parameter, Unit("uF/cm^2")] public float C = 1f;

    /// <summary>Leak conductance.</summary>
    [Parameter, Unit("mS/cm^2")] public float GL = 0.1f;

    /// <summary>Resting potential, threshold of the curve, and sharpness of the spike's onset.</summary>
    [Parameter, Unit("mV")] public float EL = -65f, VT = -59.9f, DeltaT = 3.48f;

    /// <summary>Peak of the spike and potential after it.</summary>
    [Parameter, Unit("mV")] public float VPeak = -30f, VReset = -68f;

    /// <summary>Refractory period.</summary>
    [Refractory, Unit("ms")] public float TRef = 1.7f;

    /// <summary>Membrane potential.</summary>
    [State, Unit("mV")] public float V = -65f;

    /// <summary>Injected current.</summary>
    [Input, Unit("uA/cm^2"), Range(-2, 5)] public float I;

    float VBounded => MathF.Min(V, VPeak);

    [Derivative(nameof(V))] float DV => (-GL * (VBounded - EL) + GL * DeltaT * MathF.Exp((VBounded - VT) / DeltaT) + I) / C;

    [Spike] bool Fires => V >= VPeak;

    [Reset] void Reset() => V = VReset;
}
