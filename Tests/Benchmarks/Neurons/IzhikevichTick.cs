namespace NeuronDsl.Benchmarks.Neurons;

/// <summary>
/// Izhikevich's script of 2003: one tick is 1 ms, two half-steps of v, then u with the new v.
/// </summary>
[Neuron(Targets = Target.Simulation, Dt = 1)]
public partial class IzhikevichTick
{
    [Parameter] public float A = 0.02f, B = 0.2f, C = -65f, D = 8f;

    [State] public float v = -65f, u = -13f;

    [Input] public float I;

    float Half => v + 0.5f * (0.04f * v * v + 5 * v + 140 - u + I);

    [Update(nameof(v))] float NextV => Half + 0.5f * (0.04f * Half * Half + 5 * Half + 140 - u + I);
    [Update(nameof(u))] float NextU => u + A * (B * NextV - u);

    [Spike] bool Fires => v >= 30;

    [Reset]
    void Reset()
    {
        v = C;
        u += D;
    }
}

/// <summary><see cref="IzhikevichTick"/> in double precision.</summary>
[Neuron(Targets = Target.Simulation, Dt = 1)]
public partial class IzhikevichTickDouble
{
    [Parameter] public double A = 0.02, B = 0.2, C = -65, D = 8;

    [State] public double v = -65, u = -13;

    [Input] public double I;

    double Half => v + 0.5 * (0.04 * v * v + 5 * v + 140 - u + I);

    [Update(nameof(v))] double NextV => Half + 0.5 * (0.04 * Half * Half + 5 * Half + 140 - u + I);
    [Update(nameof(u))] double NextU => u + A * (B * NextV - u);

    [Spike] bool Fires => v >= 30;

    [Reset]
    void Reset()
    {
        v = C;
        u += D;
    }
}
