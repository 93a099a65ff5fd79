using System;

namespace NeuronDsl.Models;

/// <summary>
/// Leaky integrate-and-fire with an alpha-function synaptic current, in the form of Rotter and Diesmann (1999),
/// Biol. Cybern. 81:381, doi:10.1007/s004220050570.
/// </summary>
/// <remarks>
/// <code>
/// TauM dV/dt = -(V - EL) + R (I + ISyn)
/// TauSyn dISyn/dt = e Rise - ISyn
/// TauSyn dRise/dt = -Rise
/// V >= VThreshold: spike, V := VReset, held for TRef
/// </code>
/// <para>A spike of weight w (nA) at time 0 gives ISyn = w e (t / TauSyn) exp(-t / TauSyn): zero at first, w at its peak, at t = TauSyn.</para>
/// <para>A spike of 0.1 nA lifts V by 1.300 mV at most, 6.7 ms after it arrived; I = 0.5 gives 63 spikes in 1 s at intervals of 15.8 ms (exact, dt
/// 0.1).</para>
/// <para>The system is linear with a double eigenvalue -1 / TauSyn: the matrix exponential is exact here, an eigenbasis does not exist.</para>
/// </remarks>
[Neuron(Solvers = Solver.Exact | Solver.Euler | Solver.Heun | Solver.RungeKutta4 | Solver.ExponentialEuler, Dt = 0.1)]
public partial class AlphaCurrentLif
{
    /// <summary>Time constants of the membrane and the synaptic current.</summary>
    [Parameter, Unit("ms")] public float TauM = 10f, TauSyn = 2f;

    /// <summary>Membrane resistance.</summary>
    [Parameter, Unit("MOhm")] public float R = 40f;

    /// <summary>Resting, threshold and reset potential.</summary>
    [Parameter, Unit("mV")] public float EL = -70f, VThreshold = -55f, VReset = -70f;

    /// <summary>Refractory period.</summary>
    [Refractory, Unit("ms")] public float TRef = 2f;

    /// <summary>Membrane potential.</summary>
    [State, Unit("mV")] public float V = -70f;

    /// <summary>Synaptic current.</summary>
    [State, Unit("nA")] public float ISyn;

    /// <summary>What the synaptic current rises from.</summary>
    [State, Receives, Unit("nA"), Range(-2, 2)] public float Rise;

    /// <summary>Injected current.</summary>
    [Input, Unit("nA"), Range(-1, 3)] public float I;

    [Derivative(nameof(V))] float DV => (-(V - EL) + R * (I + ISyn)) / TauM;
    [Derivative(nameof(ISyn))] float DISyn => (MathF.Exp(1) * Rise - ISyn) / TauSyn;
    [Derivative(nameof(Rise))] float DRise => -Rise / TauSyn;

    [Spike(Surrogate.ATan, 0.2)] bool Fires => V >= VThreshold;

    [Reset] void Reset() => V = VReset;
}
