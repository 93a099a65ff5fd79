using System;

namespace NeuronDsl.Tests.Kernels;

/// <summary>Leaky integrate-and-fire as deep learning writes it, reset in the gradient.</summary>
[Neuron(Targets = Target.Training)]
public partial class Lif
{
    [Parameter] public float Tau = 2f;
    [State] public float v;
    [Input] public float x;
    [Update(nameof(v))] float Next => v + (x - v) / Tau;
    [Spike(Surrogate.ATan, 2)] bool Fires => v >= 1;
    [Reset] void Reset() => v = 0;
}

/// <summary>The same with a learnable time constant.</summary>
[Neuron(Targets = Target.Training)]
public partial class ParametricLif
{
    [Parameter(Learnable = true)] public float a;
    [State] public float v;
    [Input] public float x;
    [Update(nameof(v))] float Next => v + Neural.Sigmoid(a) * (x - v);
    [Spike(Surrogate.ATan, 2)] bool Fires => v >= 1;
    [Reset(Detach = true)] void Reset() => v = 0;
}

/// <summary>An adaptive threshold, two learnable parameters.</summary>
[Neuron(Targets = Target.Training)]
public partial class AdaptiveThreshold
{
    [Parameter(Learnable = true)] public float Beta = 0.3f, Rho = 0.9f;
    [Parameter] public float Alpha = 0.8f;
    [State] public float v, a;
    [Input] public float x;
    [Update(nameof(v))] float NextV => Alpha * v + x;
    [Update(nameof(a))] float NextA => Rho * a;
    [Spike(Surrogate.ATan, 2)] bool Fires => v >= 1 + Beta * a;
    [Reset] void Reset()
    {
        v -= 1;
        a += 1;
    }
}

/// <summary>The quadratic neuron with adaptation, in dimensionless form, voltage before recovery.</summary>
[Neuron(Targets = Target.Training)]
public partial class QuadraticAdaptive
{
    [Parameter] public float Tau = 2f, VRest = -0.1f, VCritical = 0.8f, A0 = 1f, TauW = 2f, A = 0.1f, B = 0.2f;
    [State] public float v, w;
    [Input] public float x;
    [Update(nameof(v))] float NextV => v + (x + A0 * (v - VRest) * (v - VCritical) - w) / Tau;
    [Update(nameof(w))] float NextW => w + (A * (NextV - VRest) - w) / TauW;
    [Spike(Surrogate.ATan, 2)] bool Fires => v >= 1;
    [Reset] void Reset()
    {
        v = 0;
        w += B;
    }
}

/// <summary>Adaptive exponential integrate-and-fire with two learnable parameters.</summary>
[Neuron(Solvers = Solver.Heun, Targets = Target.Training)]
public partial class LearnableAdEx
{
    [Parameter] public float C = 200f, GL = 10f, EL = -70f, VT = -50f, DeltaT = 2f, TauW = 30f, VReset = -58f, VPeak = 0f;
    [Parameter(Learnable = true)] public float A = 2f, B = 60f;
    [State] public float V = -70f, w;
    [Input] public float I;
    float VBounded => MathF.Min(V, VPeak);
    [Derivative(nameof(V))] float DV => (-GL * (VBounded - EL) + GL * DeltaT * MathF.Exp((VBounded - VT) / DeltaT) - w + I) / C;
    [Derivative(nameof(w))] float Dw => (A * (VBounded - EL) - w) / TauW;
    [Spike(Surrogate.ATan, 0.5)] bool Fires => V >= VPeak;
    [Reset] void Reset()
    {
        V = VReset;
        w += B;
    }
}
