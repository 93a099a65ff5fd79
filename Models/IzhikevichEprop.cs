using System;

namespace NeuronDsl.Models;

/// <summary>
/// The simple model with the pseudo-derivative that lets eligibility propagation learn with it.
/// Traub et al. (2020), arXiv:2006.09988, equations 12 to 15; van der Veen (2022), arXiv:2201.07602; model of Izhikevich (2003).
/// </summary>
/// <remarks>
/// <code>
/// dv/dt = 0.04 v^2 + 5 v + 140 - u + I,  du/dt = A (B v - u), by forward Euler with dt = 1
/// v >= 30: spike, v := C, u := u + D
/// pseudo-derivative Gamma exp((min(v, 30) - 30) / 30), with Gamma = 0.3
/// </code>
/// <para>The publications move the reset to the start of the next step; the states after the reset are the same. Their derivative of the step
/// treats the spike in the reset as a constant, hence Detach.</para>
/// <para>Known for spike-timing-dependent eligibility: the trace of a presynaptic spike that comes after the postsynaptic one is negative. With I =
/// 10 it fires 49 times in 1 s with dt = 1 and 53 times with dt = 0.25, every 21 and 19.5 ms in the end.</para>
/// <para>dt = 1 is coarse: v overshoots 30 by far. dt = 0.25 follows the equation.</para>
/// </remarks>
[Neuron(Solvers = Solver.Euler, Targets = Target.Simulation | Target.Training | Target.Eligibility, Dt = 1)]
public partial class IzhikevichEprop
{
    /// <summary>Rate of the recovery, and its sensitivity to the potential.</summary>
    [Parameter, Unit("1/ms")] public float A = 0.02f, B = 0.2f;

    /// <summary>Potential after a spike.</summary>
    [Parameter, Unit("mV")] public float C = -65f;

    /// <summary>Jump of the recovery at a spike.</summary>
    [Parameter, Unit("mV/ms")] public float D = 2f;

    /// <summary>Membrane potential.</summary>
    [State, Unit("mV")] public float v = -65f;

    /// <summary>Recovery. Starts at B v.</summary>
    [State, Unit("mV/ms")] public float u = -13f;

    /// <summary>Weighted spikes of this step.</summary>
    [Input, Unit("mV/ms"), Range(-20, 40)] public float I;

    [Initial(nameof(u))] float U0 => B * v;

    [Derivative(nameof(v))] float Dv => 0.04f * v * v + 5 * v + 140 - u + I;
    [Derivative(nameof(u))] float Du => A * (B * v - u);

    [Spike(nameof(SpikeStep))] bool Fires => v >= 30;

    [Reset(Detach = true)]
    void Reset()
    {
        v = C;
        u += D;
    }

    // Its derivative is the pseudo-derivative: 0.3 exp(x / 30) below the peak, 0.3 above.
    static float SpikeStep(float x) => x < 0 ? 9 * MathF.Exp(x / 30) : 9 + 0.3f * x;
}
