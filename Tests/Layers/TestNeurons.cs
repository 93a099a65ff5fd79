using System;

namespace NeuronDsl.Tests.Layers;

/// <summary>A neuron without spikes, so that finite differences apply: v = A v + x, of which tanh is sent.</summary>
[Neuron]
public partial class SmoothUnit
{
    [Parameter(Learnable = true)] public double A = 0.6;
    [State] public double v;
    [Input] public double x;
    [Update(nameof(v))] double Next => A * v + x;
    [Output] double Y => Math.Tanh(v);
}

/// <summary>A leaky neuron that spikes and starts again from 0.</summary>
[Neuron]
public partial class SpikingUnit
{
    [Parameter] public float Leak = 0.8f;
    [State] public float v;
    [Input] public float x;
    [Update(nameof(v))] float Next => Leak * v + x;
    [Spike(Surrogate.ATan, 2)] bool Fires => v >= 1;
    [Reset(Detach = true)] void Reset() => v = 0;
}

/// <summary>The same in double precision, whose reset takes part in the gradient.</summary>
[Neuron]
public partial class PreciseSpikingUnit
{
    [Parameter(Learnable = true)] public double Leak = 0.8;
    [State] public double v;
    [Input] public double x;
    [Update(nameof(v))] double Next => Leak * v + x;
    [Spike(Surrogate.ATan, 2)] bool Fires => v >= 1;
    [Reset] void Reset() => v -= 1;
}

/// <summary>A leaky neuron that learns how it leaks.</summary>
[Neuron]
public partial class LearningUnit
{
    [Parameter(Learnable = true)] public float Leak = 0.8f;
    [State] public float v;
    [Input] public float x;
    [Update(nameof(v))] float Next => Leak * v + x;
    [Spike(Surrogate.ATan, 2)] bool Fires => v >= 1;
    [Reset(Detach = true)] void Reset() => v = 0;
}
