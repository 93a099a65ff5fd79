using System;

namespace NeuronDsl.Models;

/// <summary>
/// Leaky integrate-and-fire under white noise, an Ornstein-Uhlenbeck process with a threshold.
/// Ricciardi and Sacerdote (1979), Biol. Cybern. 35:1, doi:10.1007/BF01845839.
/// </summary>
/// <remarks>
/// <code>
/// TauM dV/dt = -(V - EL) + R I + Sigma sqrt(2 TauM) xi
/// V >= VThreshold: spike, V := VReset, held for TRef
/// </code>
/// <para>Sigma is the standard deviation that V would have without a threshold, whatever TauM is.</para>
/// <para>Known for firing below the deterministic threshold, more regularly the stronger the drive. With I = 1, two thirds of what the noiseless
/// neuron needs, it fires at 25 Hz with a coefficient of variation of 0.68; with I = 2 at 72 Hz and 0.42 (dt 0.1; 20 runs of 2 s, the rates of
/// single runs spread by 3 Hz). Without a threshold V has mean EL and standard deviation Sigma.</para>
/// <para>By Euler-Maruyama the threshold is looked at only at the ends of steps, so the rate falls short by a term in sqrt(dt).</para>
/// </remarks>
[Neuron(Solvers = Solver.EulerMaruyama, Targets = Target.Simulation, Dt = 0.1)]
public partial class NoisyLeakyIntegrateAndFire
{
    /// <summary>Membrane time constant.</summary>
    [Parameter, Unit("ms")] public float TauM = 10f;

    /// <summary>Membrane resistance.</summary>
    [Parameter, Unit("MOhm")] public float R = 10f;

    /// <summary>Resting, threshold and reset potential.</summary>
    [Parameter, Unit("mV")] public float EL = -65f, VThreshold = -50f, VReset = -65f;

    /// <summary>Standard deviation of the free membrane potential.</summary>
    [Parameter, Unit("mV")] public float Sigma = 5f;

    /// <summary>Refractory period.</summary>
    [Refractory, Unit("ms")] public float TRef = 2f;

    /// <summary>Membrane potential.</summary>
    [State, Unit("mV")] public float V = -65f;

    /// <summary>Injected current.</summary>
    [Input, Unit("nA")] public float I;

    /// <summary>Unit white noise.</summary>
    [Noise, Unit("ms^-0.5")] public float Xi;

    [Derivative(nameof(V))] float DV => (-(V - EL) + R * I) / TauM + Sigma * MathF.Sqrt(2 / TauM) * Xi;

    [Spike] bool Fires => V >= VThreshold;

    [Reset] void Reset() => V = VReset;
}
