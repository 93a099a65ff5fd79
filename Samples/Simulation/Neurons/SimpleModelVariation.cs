using NeuronDsl;

namespace SimulationSample.Neurons;

/// <summary>
/// The simple model with the coefficients that three of the twenty patterns change, stepped as the author's script does: v first, then u with the new v.
/// Izhikevich (2004), IEEE Trans. Neural Netw. 15:1063, doi:10.1109/TNN.2004.832719, script figure1.m, patterns G, L and R.
/// </summary>
[Neuron(Targets = Target.Simulation, Dt = 0.25)]
public partial class SimpleModelVariation
{
    /// <summary>The time step that the map has built in.</summary>
    [Parameter, Unit("ms")] public float StepSize = 0.25f;

    /// <summary>Rate of the recovery, and its sensitivity to the potential.</summary>
    [Parameter, Unit("1/ms")] public float A = 0.02f, B = -0.1f;

    /// <summary>Potential after a spike.</summary>
    [Parameter, Unit("mV")] public float C = -55f;

    /// <summary>Jump of the recovery at a spike.</summary>
    [Parameter, Unit("mV/ms")] public float D = 6f;

    /// <summary>The linear and the constant term of dv/dt: 5 and 140 in the model itself.</summary>
    [Parameter] public float Slope = 4.1f, Offset = 108f;

    /// <summary>The potential from which the recovery counts: 0 in the model itself.</summary>
    [Parameter, Unit("mV")] public float VRecovery;

    /// <summary>Whether the recovery decays: 1 in the model itself.</summary>
    [Parameter] public float Decay = 1f;

    /// <summary>Membrane potential.</summary>
    [State, Unit("mV")] public float v = -60f;

    /// <summary>Recovery.</summary>
    [State, Unit("mV/ms")] public float u = 6f;

    /// <summary>Input current over capacitance.</summary>
    [Input, Unit("mV/ms")] public float I;

    [Update(nameof(v))] float NextV => v + StepSize * (0.04f * v * v + Slope * v + Offset - u + I);
    [Update(nameof(u))] float NextU => u + StepSize * A * (B * (NextV - VRecovery) - Decay * u);

    [Spike] bool Fires => v > 30;

    [Reset]
    void Reset()
    {
        v = C;
        u += D;
    }

    /// <summary>Figure 1G and 1L.</summary>
    public static SimpleModelVariation LowSlope => new();

    /// <summary>Figure 1R.</summary>
    public static SimpleModelVariation Accommodating => new() { StepSize = 0.5f, B = 1f, D = 4f, Slope = 5f, Offset = 140f, VRecovery = -65f, Decay = 0f, v = -65f, u = -16f };
}
