namespace NeuronDsl.Models;

/// <summary>
/// The simple model as the author's scripts step it: forward Euler, v first, then u with the new v.
/// Izhikevich (2004), IEEE Trans. Neural Netw. 15:1063, doi:10.1109/TNN.2004.832719, script figure1.m.
/// </summary>
/// <remarks>
/// <code>
/// v[t+1] = v[t] + StepSize (0.04 v[t]^2 + 5 v[t] + 140 - u[t] + I)
/// u[t+1] = u[t] + StepSize A (B v[t+1] - u[t])
/// v > 30: spike, v := C, u := u + D
/// </code>
/// <para>For comparing with published figures, spike for spike; <see cref="Izhikevich"/> is the model as an equation, for every other use.</para>
/// <para>Reset steps, counted from 0, when the input starts after 10, 20, 20, 16 and 8.5 ms: tonic spiking 13, 17, 31.5, 59.25, 86.75 ms in 100 ms;
/// phasic spiking 43.75; phasic bursting 39, 42.8, 47, 51.8, 57.6, 67.2; mixed mode 20, 22.75, 27.25, 67, 99.25, 131.5 in 160 ms; adaptation 10.25,
/// 12.25, 15, 19.75, 42.5, 71.5 in 85 ms. (A spike is stamped with the end of its step, one step later.)</para>
/// <para>The presets are the patterns of the publication's figure 1 that take a step of current. They start near rest.</para>
/// </remarks>
[Neuron(Targets = Target.Simulation, Dt = 0.25)]
public partial class IzhikevichSequential
{
    /// <summary>The time step that the map has built in.</summary>
    [Parameter, Unit("ms")] public float StepSize = 0.25f;

    /// <summary>Rate of the recovery, and its sensitivity to the potential.</summary>
    [Parameter, Unit("1/ms")] public float A = 0.02f, B = 0.2f;

    /// <summary>Potential after a spike.</summary>
    [Parameter, Unit("mV")] public float C = -65f;

    /// <summary>Jump of the recovery at a spike.</summary>
    [Parameter, Unit("mV/ms")] public float D = 8f;

    /// <summary>Membrane potential.</summary>
    [State, Unit("mV")] public float v = -70f;

    /// <summary>Recovery. Starts at B v.</summary>
    [State, Unit("mV/ms")] public float u = -14f;

    /// <summary>Input current over capacitance.</summary>
    [Input, Unit("mV/ms")] public float I;

    [Initial(nameof(u))] float U0 => B * v;

    [Update(nameof(v))] float NextV => v + StepSize * (0.04f * v * v + 5 * v + 140 - u + I);
    [Update(nameof(u))] float NextU => u + StepSize * A * (B * NextV - u);

    [Spike] bool Fires => v > 30;

    [Reset]
    void Reset()
    {
        v = C;
        u += D;
    }

    /// <summary>Figure 1A, with I = 14.</summary>
    public static IzhikevichSequential TonicSpiking => new() { D = 6f };

    /// <summary>Figure 1B, with I = 0.5.</summary>
    public static IzhikevichSequential PhasicSpiking => new() { B = 0.25f, D = 6f, v = -64f };

    /// <summary>Figure 1C, with I = 15.</summary>
    public static IzhikevichSequential TonicBursting => new() { C = -50f, D = 2f };

    /// <summary>Figure 1D, with I = 0.6 and steps of 0.2 ms.</summary>
    public static IzhikevichSequential PhasicBursting => new() { StepSize = 0.2f, B = 0.25f, C = -55f, D = 0.05f, v = -64f };

    /// <summary>Figure 1E, with I = 10.</summary>
    public static IzhikevichSequential MixedMode => new() { C = -55f, D = 4f };

    /// <summary>Figure 1F, with I = 30.</summary>
    public static IzhikevichSequential SpikeFrequencyAdaptation => new() { A = 0.01f };
}
