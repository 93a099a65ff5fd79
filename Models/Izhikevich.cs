namespace NeuronDsl.Models;

/// <summary>
/// The simple model: two equations, the firing patterns of cortical neurons.
/// Izhikevich (2003), IEEE Trans. Neural Netw. 14:1569, doi:10.1109/TNN.2003.820440.
/// </summary>
/// <remarks>
/// <code>
/// dv/dt = 0.04 v^2 + 5 v + 140 - u + I
/// du/dt = A (B v - u)
/// v >= 30: spike, v := C, u := u + D
/// </code>
/// <para>The presets are the seven cell types of the publication's figure 2. With I = 10 from the start and 1 s by Euler with dt 0.25: regular
/// spiking 23 spikes (intervals of 24.5 ms, then 45.5 ms), intrinsically bursting 33 (three in 12 ms, then every 32 ms), chattering 84 in bursts,
/// fast spiking 123 (8 ms), low-threshold spiking 75 (from 3.5 to 14 ms). Thalamo-cortical: with I = -20 from 100 to 300 ms, no spike until then
/// and 5 within 40 ms after release. The resonator answers five pulses of 1.1 for 2 ms with four spikes at intervals of 41 ms and with none at 20
/// to 35 or 60 ms (Runge-Kutta, dt 0.1). At rest v = -70 for B = 0.2; firing begins between I = 3.75 and 3.8 when I rises slowly.</para>
/// <para>v and u move together here, as the equations say. The author's scripts step v first and then u with the new v, which gives other spike
/// times: <see cref="IzhikevichSequential"/>. 30 mV is the peak of the spike, not its threshold.</para>
/// </remarks>
[Neuron(Solvers = Solver.Euler | Solver.Heun | Solver.RungeKutta4, Dt = 0.25)]
public partial class Izhikevich
{
    /// <summary>Rate of the recovery.</summary>
    [Parameter, Unit("1/ms")] public float A = 0.02f;

    /// <summary>Sensitivity of the recovery to the potential.</summary>
    [Parameter, Unit("1/ms")] public float B = 0.2f;

    /// <summary>Potential after a spike.</summary>
    [Parameter, Unit("mV")] public float C = -65f;

    /// <summary>Jump of the recovery at a spike.</summary>
    [Parameter, Unit("mV/ms")] public float D = 8f;

    /// <summary>Membrane potential.</summary>
    [State, Unit("mV")] public float v = -65f;

    /// <summary>Recovery: the currents that oppose the upstroke. Starts at B v.</summary>
    [State, Unit("mV/ms")] public float u = -13f;

    /// <summary>Input current over capacitance.</summary>
    [Input, Unit("mV/ms"), Range(-20, 40)] public float I;

    [Initial(nameof(u))] float U0 => B * v;

    [Derivative(nameof(v))] float Dv => 0.04f * v * v + 5 * v + 140 - u + I;
    [Derivative(nameof(u))] float Du => A * (B * v - u);

    [Spike] bool Fires => v >= 30;

    [Reset]
    void Reset()
    {
        v = C;
        u += D;
    }

    /// <summary>RS, the typical excitatory cortical cell: a fast start, then adaptation.</summary>
    public static Izhikevich RegularSpiking => new();

    /// <summary>IB: a burst at first, then single spikes.</summary>
    public static Izhikevich IntrinsicallyBursting => new() { C = -55f, D = 4f };

    /// <summary>CH: bursts of closely spaced spikes, again and again.</summary>
    public static Izhikevich Chattering => new() { C = -50f, D = 2f };

    /// <summary>FS, an inhibitory cell: high rates, hardly any adaptation.</summary>
    public static Izhikevich FastSpiking => new() { A = 0.1f, D = 2f };

    /// <summary>LTS, an inhibitory cell: a low threshold and adaptation.</summary>
    public static Izhikevich LowThresholdSpiking => new() { B = 0.25f, D = 2f };

    /// <summary>TC: tonic from rest, a rebound burst after hyperpolarisation.</summary>
    public static Izhikevich ThalamoCortical => new() { B = 0.25f, D = 0.05f };

    /// <summary>RZ: oscillates below threshold and prefers inputs of its own frequency.</summary>
    public static Izhikevich Resonator => new() { A = 0.1f, B = 0.26f, D = 2f, v = -62.5f };
}
